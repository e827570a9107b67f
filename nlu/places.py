"""Capitalised words that are no person's: places that people work in or travel to, and institutions; pure.

Folded (lower case, no accents). Towns whose name many people bear («Córdoba», «Mosquera», «Leticia») are left out.
"""

from __future__ import annotations

from nlu.periods.lexicon import words

PLACES = words(
    # Colombia: capitals, departments and the larger or more visited towns
    "bogota medellin cali colombia barranquilla cartagena bucaramanga pereira manizales cucuta ibague pasto neiva "
    "armenia popayan tunja villavicencio monteria valledupar sincelejo riohacha quibdo yopal mocoa inirida mitu arauca "
    "antioquia boyaca cundinamarca guajira narino choco caqueta putumayo casanare amazonas risaralda quindio tolima "
    "huila llanos soacha itagui envigado sabaneta copacabana palmira buenaventura tulua buga cartago jamundi "
    "yumbo girardot melgar fusagasuga zipaquira chia cajica facatativa funza tocancipa sopo duitama sogamoso "
    "chiquinquira paipa barrancabermeja floridablanca piedecuesta ocana pamplona ipiales tumaco dosquebradas "
    "chinchina apartado turbo caucasia marinilla guarne rionegro malambo galapa sabanalarga cienaga aguachica maicao "
    "lorica cerete tolu covenas acacias honda espinal pitalito salento guatape barichara taganga "
    # Elsewhere
    "estados peru ecuador venezuela panama mexico chile argentina brasil bolivia paraguay uruguay espana canada "
    "francia italia alemania inglaterra portugal usa eeuu miami cancun quito lima caracas londres paris europa"
)
INSTITUTIONS = words(
    "excel whatsapp netflix google nequi daviplata sura bancolombia davivienda porvenir proteccion colpensiones "
    "colfondos skandia sanitas compensar cafam comfama colsubsidio dian sena icbf pila eps arl rrhh nomina "
    "mono banco lulo nu nubank rappipay movii icetex embajada consulado universidad secretaria ministerio alcaldia "
    "gobernacion clinica hospital colegio juzgado notaria cooperativa fondo"
)
