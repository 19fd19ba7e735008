// The desk's one script. Every page is whole without it; with it
//   - the overview renews itself whenever the server pushes (or, failing that, when asked every ten seconds),
//   - files dropped on the overview or chosen in the dialog are sent one by one, each with a receipt,
//   - a document's page renews itself while the document moves,
//   - forms with data-api post what is typed as JSON to the API and say what came of it,
//   - a value and its place on the page light each other, under the pointer and in focus,
//   - "/" goes to the search, and the button in the bar turns light into dark.
// It builds no HTML from data: what it inserts as HTML the server rendered and escaped, all else is text.
'use strict';

(() => {
  const root = document.documentElement;

  // What the reader chose, if they may keep it.
  const kept = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* private windows keep nothing */ } },
  };

  // Before the first paint, so that nothing flashes.
  root.classList.add('scripted');
  const chosen = kept.get('tidewaiter.theme');
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const parsed = (html) => new DOMParser().parseFromString(html, 'text/html');
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  function theme() {
    const button = one('[data-theme-toggle]');
    if (!button) return;
    button.hidden = false;
    button.addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      kept.set('tidewaiter.theme', root.dataset.theme);
    });
  }

  function keys() {
    document.addEventListener('keydown', (event) => {
      const typing = event.target.closest?.('input, select, textarea, [contenteditable]');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const search = one('#search');
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    });
  }

  // ---- The overview renews itself ----

  // Puts new HTML in place of old, leaving parts alone that are equal, and the focus where it was.
  function renew(place, html) {
    const next = one('.now', parsed(html).body);
    const now = one('.now', place);
    if (!next || !now) return;
    const held = place.contains(document.activeElement) ? document.activeElement : null;
    const mark = held && (held.getAttribute('href') || held.getAttribute('aria-label'));
    const scrolled = all('.scroll', now).map((box) => box.scrollLeft);
    const names = (within) => all('[data-part]', within).map((part) => part.dataset.part).join();
    if (names(now) === names(next)) {
      for (const part of all('[data-part]', now)) {
        const fresh = one(`[data-part="${part.dataset.part}"]`, next);
        if (fresh.outerHTML !== part.outerHTML) part.replaceWith(fresh);
      }
      for (const [name, value] of Object.entries(next.dataset)) now.dataset[name] = value;
    } else {
      now.replaceWith(next);
    }
    all('.scroll', place).forEach((box, at) => { box.scrollLeft = scrolled[at] || 0; });
    if (mark && !document.contains(held)) {
      const again = all('a, [tabindex]', place).find((each) => (each.getAttribute('href') || each.getAttribute('aria-label')) === mark);
      again?.focus({ preventScroll: true });
    }
    told(one('.now', place).dataset);
  }

  // What the fragment says of the rest of the page: the time, and the numbers in the bar.
  function told(data) {
    const at = one('[data-live-at]');
    if (at) at.textContent = data.at;
    for (const [name, count] of [['review', data.review], ['quarantine', data.quarantine], ['dead-letters', data.deadLetters]]) {
      const tally = one(`[data-tally="${name}"]`);
      if (tally) { tally.textContent = count; tally.hidden = count === '0'; }
    }
  }

  function live() {
    const place = one('[data-now]');
    if (!place) return;
    const state = one('[data-live-state]');
    const say = (word) => { if (state) state.dataset.liveState = word; };
    let source = null;
    let polling = null;
    const poll = async () => {
      try {
        const answer = await fetch(place.dataset.poll);
        if (!answer.ok) throw new Error(String(answer.status));
        renew(place, await answer.text());
        say('live');
      } catch { say('lost'); }
    };
    const watch = () => {
      if (source || document.hidden) return;
      source = new EventSource(place.dataset.stream);
      source.addEventListener('now', (event) => { renew(place, event.data); say('live'); });
      source.addEventListener('open', () => { clearInterval(polling); polling = null; });
      source.addEventListener('error', () => {
        say('lost');
        // Refused for good: ask now and then, and try to watch again after a while.
        if (source?.readyState !== EventSource.CLOSED) return;
        source = null;
        polling ??= setInterval(() => { if (!document.hidden) poll(); }, 10_000);
        setTimeout(watch, 60_000);
      });
    };
    // A hidden page watches nothing: browsers have few connections to one host.
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) return watch();
      source?.close();
      source = null;
    });
    watch();
  }

  // ---- Files on their way ----

  const FILES_MAX = 1000;
  const size = (bytes) => bytes < 1e3 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  // Everything in what was dropped, folders too.
  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) return [...transfer.files];
    const files = [];
    const walk = async (entry) => {
      if (files.length >= FILES_MAX) return;
      if (entry.isFile) return void files.push(await new Promise((done, failed) => entry.file(done, failed)));
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) return;
        for (const child of some) await walk(child);
      }
    };
    for (const entry of entries) await walk(entry).catch(() => {});
    return files;
  }

  // Sends one file; resolves with the status and the answer, whatever it is.
  function send(file, onProgress) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append('file', file, file.name);
      request.open('POST', '/v1/documents');
      request.setRequestHeader('X-Source', 'desk');
      request.responseType = 'json';
      request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) onProgress(event.loaded / event.total); });
      request.addEventListener('load', () => resolve({ status: request.status, body: request.response }));
      request.addEventListener('error', () => resolve({ status: 0, body: null }));
      request.send(form);
    });
  }

  function intake() {
    const form = one('[data-intake]');
    if (!form) return;
    const input = one('input[type="file"]', form);
    const list = one('[data-upload-list]');
    const waiting = [];
    const open = new Map();
    const sums = { sent: 0, seen: 0, refused: 0 };
    let busy = false;
    one('[data-intake-hint]').prepend('Or drop them anywhere on this page. ');

    const say = () => {
      const parts = [`${sums.sent} taken in`];
      if (sums.seen) parts.push(`${sums.seen} of them seen before`);
      if (sums.refused) parts.push(`${sums.refused} refused`);
      if (waiting.length || busy) parts.push(`${waiting.length + (busy ? 1 : 0)} to go`);
      one('[data-uploads-sum]').textContent = parts.join(', ');
    };

    const refused = (row, text) => {
      sums.refused += 1;
      row.told.replaceChildren(make('span', 'refused', text));
    };

    const receipt = (row, answer) => {
      const given = answer.body?.receipts?.[0];
      const problem = given?.problem ?? (answer.status >= 400 ? answer.body : null);
      if (problem?.code) return refused(row, `Refused (${problem.code}): ${problem.detail ?? problem.title ?? ''}`);
      if (!given?.correlation_id) return refused(row, answer.status ? `Refused with status ${answer.status}.` : 'The server could not be reached.');
      sums.sent += 1;
      const link = make('a', '', row.name.firstChild.textContent);
      link.href = `/documents/${encodeURIComponent(given.correlation_id)}`;
      row.name.firstChild.replaceWith(link);
      row.told.replaceChildren();
      if (given.seen_before) { sums.seen += 1; row.told.append(make('span', 'seen', 'Seen before. ')); }
      if (given.next === 'replay') {
        const again = make('a', '', 'Replay it');
        again.href = `${link.href}#decide`;
        row.told.append(again, ' ');
      }
      row.state = row.told.appendChild(make('span', '', 'Received.'));
      open.set(given.correlation_id, row);
      follow();
    };

    const next = async () => {
      if (busy) return;
      busy = true;
      while (waiting.length) {
        const row = waiting.shift();
        say();
        const bar = make('progress');
        bar.max = 1;
        bar.value = 0;
        bar.setAttribute('aria-label', `Sending ${row.file.name}`);
        row.told.replaceChildren(bar);
        receipt(row, await send(row.file, (share) => { bar.value = share; }));
        row.file = null;
      }
      busy = false;
      say();
    };

    const take = (files) => {
      if (!files.length) return;
      one('[data-uploads]').hidden = false;
      for (const file of files.slice(0, FILES_MAX)) {
        const item = make('li', 'upload');
        const name = make('p', 'upload-name');
        name.append(make('bdi', '', file.name), make('small', '', size(file.size)));
        const row = { file, name, told: make('div', 'upload-told', 'Waits its turn.'), state: null };
        item.append(name, row.told);
        list.prepend(item);
        waiting.push(row);
      }
      while (list.children.length > FILES_MAX) list.lastChild.remove();
      next();
    };

    // Asks after the receipts that still move, once a second, fifty at a time.
    let following = false;
    const follow = async () => {
      if (following) return;
      following = true;
      while (open.size) {
        await pause(1000);
        const ids = [...open.keys()].slice(0, 50);
        try {
          const answer = await fetch(`/desk/receipts?ids=${ids.map(encodeURIComponent).join(',')}`);
          if (!answer.ok) throw new Error(String(answer.status));
          for (const fresh of all('[data-receipt]', parsed(await answer.text()))) {
            const row = open.get(fresh.dataset.receipt);
            if (!row) continue;
            row.state.replaceWith(fresh);
            row.state = fresh;
            // The order of asking turns, so that none is left behind the first fifty.
            open.delete(fresh.dataset.receipt);
            if (fresh.dataset.done !== 'true') open.set(fresh.dataset.receipt, row);
          }
        } catch { await pause(4000); }
      }
      following = false;
    };

    input.addEventListener('change', () => { take([...input.files]); input.value = ''; });

    const drop = one('[data-drop]');
    let depth = 0;
    const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
    const show = (on) => { drop.hidden = !on; };
    addEventListener('dragenter', (event) => { if (carries(event)) { depth += 1; show(true); } });
    addEventListener('dragleave', (event) => { if (carries(event)) { depth = Math.max(0, depth - 1); show(depth > 0); } });
    addEventListener('dragover', (event) => { if (carries(event)) event.preventDefault(); });
    addEventListener('drop', async (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      show(false);
      take(await dropped(event.dataTransfer));
    });
  }

  // ---- A document renews itself while it moves ----

  async function follow() {
    for (let tries = 0; tries < 300; tries += 1) {
      const page = one('[data-document]');
      if (!page || page.dataset.done === 'true' && !one('[data-unsealed]', page)) return;
      await pause(tries < 20 ? 1000 : 5000);
      if (document.hidden || page.contains(document.activeElement)) continue;
      try {
        const answer = await fetch(location.pathname + location.search);
        if (!answer.ok) return;
        const next = one('[data-document]', parsed(await answer.text()));
        if (next && next.dataset.version !== page.dataset.version) {
          page.replaceWith(next);
          forms(next);
        }
      } catch { /* the next try */ }
    }
  }

  // ---- Forms for the API ----

  // What is typed, as JSON: "a.0.b" is a path, "c[]" a list; what is empty is left out.
  function typed(form, button) {
    const body = {};
    const left = new Set((button?.dataset.drops ?? '').split(' '));
    for (const [name, value] of new FormData(form, button)) {
      if (left.has(name) || (value === '' && name !== 'value')) continue;
      if (name.endsWith('[]')) { (body[name.slice(0, -2)] ??= []).push(value); continue; }
      const path = name.split('.');
      const last = path.pop();
      let at = body;
      path.forEach((part, index) => { at = at[part] ??= /^\d+$/.test(path[index + 1] ?? last) ? [] : {}; });
      const field = form.elements.namedItem(name);
      at[last] = field?.type === 'number' ? Number(value) : field?.type === 'submit' ? value === 'true' : value;
    }
    // Fields that took their value from the same place are corrected with the first.
    const [first] = body.corrections ?? [];
    if (first && first.line === undefined && form.dataset.alsoOf === first.field) {
      for (const field of form.dataset.also.split(',').filter(Boolean)) body.corrections.push({ ...first, field });
    }
    const by = kept.get('tidewaiter.by')?.trim();
    if (by) body.by = by;
    return body;
  }

  async function post(form, button) {
    const output = one('output', form);
    const needed = button?.dataset.needs && form.elements.namedItem(button.dataset.needs);
    if (needed && !needed.value.trim()) {
      output.textContent = 'The new value is missing.';
      needed.focus();
      return;
    }
    const body = JSON.stringify(typed(form, button));
    const buttons = all('button', form);
    buttons.forEach((each) => { each.disabled = true; });
    output.textContent = '';
    try {
      const answer = await fetch(form.dataset.api, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
      if (answer.ok) {
        if (form.dataset.then === 'remove') return void gone(form.closest('li'));
        location.hash = '';
        return void location.reload();
      }
      const problem = await answer.json().catch(() => ({}));
      output.textContent = problem.detail ?? problem.title ?? `Refused with status ${answer.status}.`;
    } catch {
      output.textContent = 'The server could not be reached.';
    }
    buttons.forEach((each) => { each.disabled = false; });
  }

  // A row that is dealt with leaves; the focus goes on to the next.
  function gone(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    one('a, button', next ?? one('#main'))?.focus();
  }

  function forms(within) {
    for (const form of all('form[data-api]', within)) {
      form.addEventListener('submit', (event) => { event.preventDefault(); post(form, event.submitter); });
    }
    for (const offer of all('[data-fill]', within)) {
      offer.addEventListener('click', () => {
        const input = document.getElementById(offer.dataset.fill);
        input.value = offer.textContent.trim();
        input.focus();
      });
    }
    for (const edit of all('[data-correct]', within)) {
      edit.hidden = false;
      edit.addEventListener('click', () => {
        const field = one('#correct-field');
        field.value = edit.dataset.correct;
        field.form.dataset.alsoOf = edit.dataset.correct;
        field.form.dataset.also = edit.dataset.also;
        const said = one('[data-also-said]');
        said.hidden = !edit.dataset.also;
        said.textContent = `With it: ${edit.dataset.also.replaceAll(',', ', ')}, which stands at the same place.`;
        one('#correct-line').value = '';
        const value = one('#correct-value');
        value.value = edit.dataset.value ?? '';
        value.focus();
        value.scrollIntoView({ block: 'center' });
      });
    }
    for (const by of all('[data-by]', within)) {
      by.value = kept.get('tidewaiter.by') ?? '';
      by.addEventListener('input', () => kept.set('tidewaiter.by', by.value));
    }
  }

  // A value and its place on the page light each other. The listener is the document's, since pages renew themselves.
  function places() {
    let lit = [];
    const light = (event) => {
      const over = event.target.closest?.('[data-place]') ?? document.activeElement?.closest('[data-place]');
      const place = over?.dataset.place;
      if (lit[0]?.isConnected && lit[0].dataset.place === place) return;
      lit.forEach((each) => each.classList.remove('is-lit'));
      lit = place ? all(`[data-place="${place}"]`) : [];
      lit.forEach((each) => each.classList.add('is-lit'));
      // From the page: the value comes into view in its own box; the window stays where it is.
      const row = !over?.matches('tr') && lit.find((each) => each.matches('tr'));
      const box = row && row.closest('.leaf-values');
      if (!box) return;
      const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
      if (inner.top < outer.top + 30 || inner.bottom > outer.bottom) {
        box.scrollTop += inner.top - outer.top - outer.height / 3;
      }
    };
    for (const name of ['pointerover', 'focusin', 'focusout']) document.addEventListener(name, light);
  }

  // A link to a line opens the way to settle it.
  function target() {
    const line = location.hash.startsWith('#line-') && document.getElementById(location.hash.slice(1));
    const box = line && one('.settle-box', line);
    if (box) box.open = true;
  }

  document.addEventListener('DOMContentLoaded', () => {
    theme();
    // On a phone the bar scrolls: show where one is.
    const here = one('.nav [aria-current]');
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.clientWidth / 3;
    target();
    addEventListener('hashchange', target);
    keys();
    forms(document);
    places();
    live();
    intake();
    follow();
  });
})();
