"""Every kind of public page of the sample content, by language."""

CODES = ("sv", "en", "et", "fi")

PAGES = {
    "home": {code: f"/{code}/" for code in CODES},
    "news": {"sv": "/sv/nyheter/", "en": "/en/news/", "et": "/et/uudised/", "fi": "/fi/uutiset/"},
    "archive": {
        "sv": "/sv/nyheter/arkiv/",
        "en": "/en/news/archive/",
        "et": "/et/uudised/arhiiv/",
        "fi": "/fi/uutiset/arkisto/",
    },
    "tartu": {
        "sv": "/sv/nyheter/slutkonferens-i-tartu/",
        "en": "/en/news/final-conference-in-tartu/",
        "et": "/et/uudised/lopukonverents-tartus/",
        "fi": "/fi/uutiset/loppukonferenssi-tartossa/",
    },
    "events": {"sv": "/sv/evenemang/", "en": "/en/events/", "et": "/et/sundmused/", "fi": "/fi/tapahtumat/"},
    "event": {
        "sv": "/sv/evenemang/slutkonferens-i-tartu/",
        "en": "/en/events/final-conference-in-tartu/",
        "et": "/et/sundmused/lopukonverents-tartus/",
        "fi": "/fi/tapahtumat/loppukonferenssi-tartossa/",
    },
    "event of a day": {
        "sv": "/sv/evenemang/vasteras-science-park-20-ar/",
        "en": "/en/events/vasteras-science-park-20-years/",
        "et": "/et/sundmused/vasterasi-teaduspargi-20-aastapaev/",
        "fi": "/fi/tapahtumat/vasteras-science-park-20-vuotta/",
    },
    "partners": {"sv": "/sv/partner/", "en": "/en/partners/", "et": "/et/partnerid/", "fi": "/fi/kumppanit/"},
    "partner": {
        "sv": "/sv/partner/vasteras-science-park/",
        "en": "/en/partners/vasteras-science-park/",
        "et": "/et/partnerid/vasterasi-teaduspark/",
        "fi": "/fi/kumppanit/vasteras-science-park/",
    },
    "unconfirmed": {
        "sv": "/sv/partner/baltisk-partner-1/",
        "en": "/en/partners/baltic-partner-1/",
        "et": "/et/partnerid/laanemere-partner-1/",
        "fi": "/fi/kumppanit/itameren-kumppani-1/",
    },
    "about": {"sv": "/sv/om-projektet/", "en": "/en/about/", "et": "/et/projektist/", "fi": "/fi/tietoa-hankkeesta/"},
    "accessibility": {
        "sv": "/sv/tillganglighet/",
        "en": "/en/accessibility/",
        "et": "/et/ligipaasetavus/",
        "fi": "/fi/saavutettavuus/",
    },
    "privacy": {"sv": "/sv/integritet/", "en": "/en/privacy/", "et": "/et/privaatsus/", "fi": "/fi/tietosuoja/"},
    "logos": {"sv": "/sv/logotyper/", "en": "/en/logos/", "et": "/et/logod/", "fi": "/fi/logot/"},
    "logo": {"sv": "/sv/logotyper/1/", "en": "/en/logos/1/", "et": "/et/logod/1/", "fi": "/fi/logot/1/"},
    "press": {"sv": "/sv/press/", "en": "/en/press/", "et": "/et/pressile/", "fi": "/fi/medialle/"},
    "strip": {
        "sv": "/sv/logotyper/logotyprad/",
        "en": "/en/logos/strip/",
        "et": "/et/logod/logorida/",
        "fi": "/fi/logot/logorivi/",
    },
    "search": {"sv": "/sv/sok/", "en": "/en/search/", "et": "/et/otsing/", "fi": "/fi/haku/"},
    "contact": {"sv": "/sv/kontakt/", "en": "/en/contact/", "et": "/et/kontakt/", "fi": "/fi/yhteystiedot/"},
}
HONEST = {
    "en": "/en/news/jarnvagsklustret-i-expectrum/",
    "et": "/et/uudised/jarnvagsklustret-i-expectrum/",
    "fi": "/fi/uutiset/jarnvagsklustret-i-expectrum/",
    "sv": "/sv/nyheter/agreement-in-zhucheng/",
}
FOUND = {
    "sv": "/sv/sok/?q=konferens",
    "en": "/en/search/?q=conferense",
    "et": "/et/otsing/?q=konverentsid",
    "fi": "/fi/haku/?q=virtahepo+konferenssi&year=2018",
}
FOUND_ELSEWHERE = {
    "sv": "/sv/sok/?q=Zhucheng",
    "en": "/en/search/?q=Expectrum",
    "et": "/et/otsing/?q=Expectrum",
    "fi": "/fi/haku/?q=Expectrum",
}
HONEST_EVENT = {"et": "/et/sundmused/two-visits-to-weifang/", "fi": "/fi/tapahtumat/two-visits-to-weifang/"}
NOT_FOUND = {code: f"/{code}/no-such-page/" for code in CODES}

EVERY_PAGE = [(kind, code, path) for kind, paths in PAGES.items() for code, path in paths.items()]
EVERY_KIND_AND_ERROR = [
    *EVERY_PAGE,
    *(("honest", code, path) for code, path in HONEST.items()),
    *(("honest", code, path) for code, path in HONEST_EVENT.items()),
    *(("found", code, path) for code, path in FOUND.items()),
    *(("found-elsewhere", code, path) for code, path in FOUND_ELSEWHERE.items()),
    *(("not-found", code, path) for code, path in NOT_FOUND.items()),
]
UNION = {"sv": "Europeiska unionen", "en": "European Union", "et": "Euroopa Liit", "fi": "Euroopan unioni"}
FUND = {
    "sv": "Europeiska regionala utvecklingsfonden",
    "en": "European Regional Development Fund",
    "et": "Euroopa Regionaalarengu Fond",
    "fi": "Euroopan aluekehitysrahasto",
}
