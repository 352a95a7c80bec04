# ruff: noqa: E501, SIM905  (word lists of nine languages: broken up, or one string a word, they cannot be read)
"""Words that head a job's title in nine languages, desk words that are nobody's name, and legal forms.

A title is told by its head: "-ingenieur", "Verkäufer", "cheffe". Heads are matched without their last letters, so
that one stands for its genders, cases and plurals, and at the end of longer words (German, Dutch, Swedish).
"""

from __future__ import annotations

_HEADS = """
engineer developer manager analyst designer scientist architect consultant specialist coordinator assistant associate director officer intern
internship nurse teacher accountant administrator technician programmer tester writer editor researcher representative executive clerk driver planner
buyer adviser advisor lecturer lectureship professor fellow fellowship postdoc president trainee apprentice apprenticeship graduate supervisor operator operative mechanic
carer librarian curator producer recruiter strategist baker barista gardener joiner electrician plumber welder solicitor
lawyer paralegal secretary receptionist therapist pharmacist physician doctor dentist surveyor inspector translator interpreter journalist photographer
actuary economist statistician auditor controller bookkeeper cashier picker packer conservator archivist worker cleaner porter waiter waitress
bartender tutor instructor trainer steward keeper labourer laborer machinist fitter roofer decorator bricklayer carpenter mason butcher
fishmonger florist hairdresser stylist barber ranger warden forester farmhand deckhand pilot dispatcher courier postman conductor attendant caretaker
janitor midwife paramedic radiographer optician optometrist dietitian psychologist counsellor counselor chaplain geologist chemist biologist physicist
expert hygienist organist nanny artist marketer broker agronomist phlebotomist hostess maker tailor seamstress upholsterer firefighter fundraiser telefonist nutritionist
facharzt anwarter lehrling fachfrau fachmann beauftragter zimmermann padagoge technologe fuhrer einsteiger kantor
mediateur mediatrice projeteur couturier couturiere fleuriste preparatrice educatrice redactrice formatrice logopede repartiteur sauveteur adjoint adjointe travailleur
asesor asesora conservador celador cortador fresador ilustrador mediador planificador projetista instrutor instruttore caldeireiro cientista nutricionista praticante
liquidatore stampatore organizzatore portalettere logopedista banconista badante capotreno mulettista
beheerder behandelaar sorteerder zorgkundige jobcoach kapster boswachter lesgever vakkenvuller telefoniste aankoper winkelhulp
projektant technolog dyspozytor spedytor instruktor edukator motorniczy pakowacz pomocnik aplikant diagnosta
arkivarie utredare adjunkt brandman djurskotare fysioterapeut konstruktor antikvarie matros testare
merchandiser copywriter scheduler estimator assembler handler superintendent principal chef copyist animator illustrator sommelier
ingenieur entwickler leiter leitung berater kaufmann kauffrau verkaufer fahrer mechaniker mechatroniker techniker elektriker elektroniker schlosser tischler schreiner
maurer dachdecker kochin beikoch kellner backer konditor metzger fleischer friseur pfleger pflegekraft fachkraft hilfskraft aushilfe lehrkraft reinigungskraft fuhrkraft
helfer assistenz sachbearbeiter sachbearbeitung referent erzieher lehrer dozent mitarbeiter werkstudent praktikant praktikum auszubildende ausbildung volontar
volontariat geselle meister monteur disponent buchhalter buchhaltung jurist anwalt apotheker therapeut hebamme sanitater gartner gestalter redakteur lektor ubersetzer
wissenschaftler forscher doktorand planer zeichner architekt bauleiter polier lagerist kommissionierer zusteller kurier hausmeister pfortner rezeptionist
sekretar kassierer angestellte inspektor prufer revisor optiker laborant chemikant bediener zerspaner schweisser installateur bibliothekar archivar
kurator forster winzer landwirt konstrukteur verwalter vertreter betreuer trainer spezialist koordinator pilot schaffner wirt
developpeur responsable charge conseiller technicien vendeur comptable infirmier soignant medecin pharmacien professeur enseignant formateur
animateur educateur directeur directrice gestionnaire juriste avocat cuisinier commis serveur plongeur boulanger patissier boucher coiffeur electricien plombier
menuisier macon couvreur peintre soudeur usineur mecanicien conducteur chauffeur cariste livreur magasinier preparateur operateur manutentionnaire
secretaire receptionniste graphiste redacteur traducteur journaliste documentaliste bibliothecaire chercheur doctorant stage stagiaire alternance alternant apprenti
analyste architecte urbaniste geometre paysagiste jardinier ouvrier gardien concierge hotesse caissier caissiere puericultrice auxiliaire
kinesitherapeute psychologue orthophoniste dentiste veterinaire opticien acheteur commercial approvisionneur logisticien controleur auditeur attache coordinateur
coordinatrice regisseur technicienne mediateur surveillant moniteur assistante ebeniste carrossier tourneur fraiseur vendangeur serrurier
ingeniero desarrollador programador jefe encargado auxiliar asistente ayudante tecnico administrativo contable dependiente vendedor enfermero medico farmaceutico
profesor maestro docente educador gerente gestor abogado cocinero camarero pastelero panadero carnicero peluquero electricista fontanero carpintero albanil pintor
soldador mecanico conductor chofer repartidor mozo operario secretario recepcionista disenador redactor traductor periodista bibliotecario investigador doctorando
becario practicas analista consultor arquitecto jardinero limpiador conserje vigilante cajero fisioterapeuta psicologo veterinario optico comprador auditor coordinador
monitor socorrista especialista montador tornero delineante cuidador gruista operador
engenheiro desenvolvedor chefe encarregado assistente ajudante contabilista contador enfermeiro advogado cozinheiro empregado padeiro pasteleiro cabeleireiro
eletricista canalizador encanador carpinteiro pedreiro motorista condutor estafeta rececionista redator tradutor jornalista pesquisador
doutorando bolseiro estagiario estagio arquiteto jardineiro porteiro caixa coordenador supervisor serralheiro costureira tecnica diretor bibliotecaria rececao repositor
ingegnere sviluppatore programmatore responsabile addetto addetta impiegato commesso venditore commerciale contabile infermiere farmacista insegnante educatore direttore
direttrice gestore avvocato cuoco cuoca cameriere panettiere fornaio pasticcere macellaio parrucchiere elettricista idraulico falegname muratore imbianchino
saldatore meccanico autista corriere fattorino magazziniere operaio segretario segretaria grafico redattore redattrice traduttore giornalista ricercatore
dottorando tirocinante tirocinio stagista consulente architetto geometra giardiniere portiere custode cassiere fisioterapista ottico coordinatore coordinatrice
montatore tornitore manutentore carrellista perito apprendista capocantiere capo disegnatore collaboratore restauratore operatore bagnino barista tecnologo
ontwikkelaar programmeur teamleider medewerker adviseur consulent boekhouder verkoper verpleegkundige verzorgende leraar leerkracht begeleider directeur
advocaat bakker slager kapper elektricien elektromonteur loodgieter timmerman metselaar schilder lasser bezorger koerier schoonmaker secretaresse
vormgever redacteur vertaler bibliothecaris onderzoeker promovendus promotieplaats stagiair analist hovenier tuinman conducteur beveiliger caissiere fysiotherapeut psycholoog
dierenarts inkoper calculator werkvoorbereider voorman uitvoerder kok heftruckchauffeur machinist apothekersassistent onderwijsassistent
inzynier programista deweloper kierownik kierowniczka specjalista specjalistka asystent pracownik technik ksiegowy ksiegowa sprzedawca kasjer handlowiec przedstawiciel
pielegniarka pielegniarz lekarz farmaceuta nauczyciel wykladowca wychowawca dyrektor menedzer prawnik radca kucharz kelner piekarz cukiernik rzeznik fryzjer
elektryk hydraulik stolarz murarz malarz spawacz mechanik kierowca kurier magazynier sprzataczka recepcjonista recepcjonistka sekretarka grafik redaktor tlumacz
dziennikarz bibliotekarz badacz doktorant stazysta praktykant analityk konsultant geodeta ogrodnik ochroniarz psycholog weterynarz optyk logistyk
kontroler koordynator monter slusarz tokarz frezer brygadzista adiunkt opiekun opiekunka referent referentka ratownik przedszkolanka
ingenjor utvecklare programmerare ledare ansvarig medarbetare radgivare konsult handlaggare ekonom redovisare saljare sjukskoterska
underskoterska skoterska lakare apotekare larare pedagog rektor kock kokerska servitor bagare slaktare frisor elektriker rormokare snickare murare
malare svetsare mekaniker montor chauffor forare lagerarbetare lokalvardare stadare sekreterare formgivare redaktor oversattare
bibliotekarie forskare praktik analytiker arkitekt tradgardsmastare vaktmastare kassor sjukgymnast psykolog veterinar inkopare logistiker samordnare
tekniker vikarie vikariat bitrade butikssaljare tjanst ombudsman arbetsledare undersokare projektledare skribent
"""
_WHOLE = frozenset(
    "lead head chief owner master agent host cook vet guard coach groom rider cfo cto ceo coo koch maler arzt arztin azubi kraft hilfe empfang chef cheffe agent agente "
    "aide mozo peon jefa cpe atsem praktik bud vakt arts ober hoofd hulp stage baas staz pomoc lekarka sre qa swe dev ux".split()
)
_FIRST = frozenset(
    "senior junior sr jr stv stellv stellvertretende leitende leitender assistant chief principal lead staff mlodszy starszy werkstudent trainee".split()
)


_NOT_HEADS = tuple(
    "intervi interv interes intere office attach referenc recruitm recrutem recherch programm praxis practic interna offic operation production product "
    "prefer porte monte direct sekretariat secretari kommiss collabor winter drive design manag logisti coopera comit committ backend picked advis solicitu coordina fachkraftemang".split()
)
"""Beginnings of words that look like heads and are none, unless the word itself is listed."""


def _trunk(head: str) -> str:
    return head[:-2] if len(head) >= 9 else head[:-1] if len(head) >= 6 else head


_LISTED = frozenset(_HEADS.split())
_TRUNKS = frozenset(map(_trunk, _LISTED))
_SHORT = frozenset(trunk for trunk in _TRUNKS if len(trunk) < 5)
_BY_BEGINNING: dict[str, tuple[str, ...]] = {}
for _one in sorted(_TRUNKS - _SHORT):
    _BY_BEGINNING[_one[:5]] = (*_BY_BEGINNING.get(_one[:5], ()), _one)
_TAILS = ("chef", "kraft", "hulp", "arzt", "vard", "hilfe")
"""Short heads that stand at the end of longer words."""
LONGEST_ENDING = 4


def heads_a_title(word: str) -> bool:
    """Whether a folded word is, or ends in, the head of a job's title."""
    if len(word) < 4 or word in _WHOLE:
        return word in _WHOLE
    if word in _LISTED:
        return True
    if word.startswith(_NOT_HEADS):
        return False
    if word.endswith(_TAILS):
        return True
    for start in range(min(len(word) - 4, 20)):
        for trunk in _BY_BEGINNING.get(word[start : start + 5], ()):
            if word.startswith(trunk, start) and len(word) - start - len(trunk) <= LONGEST_ENDING:
                return True
    return word in _FIRST or (len(word) <= 8 and any(word[:end] in _SHORT for end in range(4, len(word) + 1)))


DESK = frozenset(
    "careers career recruiting recruitment recruiter recruiters talent talents acquisition hiring hr jobs job team people human resources notifications notification candidate candidates "
    "experience onboarding department desk office noreply no-reply donotreply do-not-reply not reply thank thanks please contact workday greenhouse ats selection admissions applications application resourcing staffing inbox alerts operations support administration office sekretariat secretariat secretaria segreteria gabinete rekrutierung bewerbungsservice bewerbungsportal personalamt personalbereich verwaltung direktion direction direzione direccion directie direcao dyrekcja sekretaritet kansli kancelaria sekretariaat administracja administratie administracion rekruter rekruterare recruteur reclutamiento reclutamento seleccion bureau "
    "karriere karriereportal bewerbung bewerbungen bewerbermanagement bewerberportal personal personalabteilung personalwesen personalservice personalmanagement personalbuero personalburo recruitingteam jobportal ausbildungsteam ausbildung stellenportal hr-team hr-service service portal "
    "recrutement ressources humaines rh drh emploi emplois carriere carrieres candidature candidatures equipe service espace candidat "
    "rrhh recursos humanos empleo empleos seleccion talento personas equipo departamento candidatos portal trabaja nosotros gestion capital humano "
    "recrutamento recursos vagas carreiras candidaturas pessoas equipa equipe departamento selecao talentos gente processo seletivo "
    "risorse umane ufficio selezione selezioni personale lavora carriere candidature candidati team posizioni "
    "werken werving vacatures personeelszaken personeel recruitmentteam sollicitatie sollicitaties banen p&o afdeling "
    "rekrutacja rekrutacje kariera kadry dzial zespol praca hr-u kadr rekrutacji "
    "rekrytering rekryteringen jobb jobba personalavdelningen ansokan karriar hr-avdelningen".split()
)
"""Folded words of a sender's name that name a desk and not the house it stands in."""

JOINING = frozenset(
    "the of for to from at and your our la le les des du de l d der die das des dem und bij bei von vom zu zur en et au aux con noi y e da do das dos di del della dei delle degli i het van voor och hos pa i av".split()
)
"""Folded words that join a desk to its house; left out with it where they are written small."""

LEGAL = frozenset(
    "inc ltd limited llc llp plc corp corporation company gmbh ggmbh mbh ag se kg kgaa ug ohg ev e.v sa s.a sas s.a.s sarl s.a.r.l spa s.p.a srl s.r.l snc bv b.v nv n.v "
    "ab as asa aps oy pty sl s.l slu s.l.u lda eirl ltda sp z.o.o oo group gruppe groupe grupo gruppo grupa groep holding gruppen".split()
)
"""Folded legal forms and words for a group of firms."""
