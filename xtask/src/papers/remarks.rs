//! What sellers add to a description: size of a lot, colour, finish, standard. Makes descriptions wrap.
//!
//! Refuses to know the goods: each remark fits any of them.

use crate::goods::Language;
use crate::random::Random;

/// One remark in the language.
pub fn draw(random: &mut Random, language: Language) -> &'static str {
    let of: &[&str] = match language {
        Language::English => &[
            "new and unused, individually packed in polybags",
            "colour grey, series 400, with instructions in English and French",
            "manufactured according to customer drawing rev. C",
            "first quality, with certificate of conformity",
            "packed in export cartons with corner protection",
        ],
        Language::German => &[
            "neu und unbenutzt, einzeln im Polybeutel verpackt",
            "Farbe grau, Baureihe 400, mit Anleitung in Deutsch und Englisch",
            "gefertigt nach Kundenzeichnung Rev. C",
            "erste Wahl, mit Konformitätsbescheinigung",
            "in Exportkartons mit Kantenschutz verpackt",
        ],
        Language::French => &[
            "neuf, emballé individuellement sous sachet",
            "coloris gris, série 400, avec notice en français et en anglais",
            "fabriqué selon plan client rév. C",
            "premier choix, avec certificat de conformité",
            "conditionné en cartons export avec protection des angles",
        ],
        Language::Spanish => &[
            "nuevo y sin usar, embalado individualmente en bolsa",
            "color gris, serie 400, con instrucciones en español e inglés",
            "fabricado según plano del cliente rev. C",
            "primera calidad, con certificado de conformidad",
            "en cajas de exportación con protección de cantos",
        ],
    };
    random.one(of)
}
