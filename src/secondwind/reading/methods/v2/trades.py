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
foreman forewoman stocker rigger usher bookseller seller negotiator generalist horticulturist horticulturalist dispenser observer cutter stevedore docker shepherd investigator
forecaster goldsmith silversmith blacksmith propagator enumerator shopper treasurer fireman brewer distiller arborist newsreader reader slater valuer lifeguard coder
practitioner interventionist paraprofessional seaman signaller glazier plasterer tiler groundsman groundskeeper beekeeper gamekeeper fisherman sailor bosun navigator skipper captain
helmsman purser gravedigger undertaker embalmer zookeeper jockey farrier milker herdsman stockman winemaker cellarman oenologist ecologist hydrologist hydrogeologist mathematician
bioinformatician toxicologist pathologist radiologist anaesthetist anesthesiologist surgeon cardiologist paediatrician pediatrician podiatrist osteopath chiropractor physiotherapist masseur masseuse beautician manicurist
cosmetologist cobbler shoemaker saddler weaver knitter spinner presser bookbinder typesetter engraver proofreader reporter broadcaster videographer cinematographer cameraman projectionist
stagehand choreographer dancer actress musician violinist violist cellist pianist bassoonist oboist trumpeter drummer composer demonstrator invigilator headteacher headmaster
bursar cataloguer custodian stenographer typist transcriber expeditor declarant lineman linesman splicer moulder smelter driller blaster quarryman pipefitter boilermaker
millwright toolmaker grinder polisher sprayer glassblower potter ceramicist jeweller watchmaker horologist apothecary formulator deboner filleter cheesemaker confectioner chocolatier
pastry dishwasher bellhop housekeeper chambermaid butler governess childminder playworker keyworker caseworker bailiff constable detective sergeant warder barrister advocate
notary conveyancer bookmaker croupier dealer underwriter adjuster purchaser salesman saleswoman salesperson shopkeeper telemarketer canvasser campaigner lobbyist organiser moderator
facilitator trimmer seamster wrapper unloader stacker digger climber diver rower swimmer coacher stringer tuner luthier restorer runner zolldeklarant
deklarant uhrmacher rhabilleur vorarbeiter requisiteur schmelzer schutzer mesner dolmetscher bauer offizier brauer malzer melker abfertiger pharmakologe inspizient schmied
texter einkaufer beamter beamtin standesbeamte automatisierer anleitung anleiter lehrperson trompete fagott geige schneider sattler glaser gerber weber farber
buchbinder goldschmied silberschmied giesser dreher schleifer lackierer galvaniseur kranfuhrer baggerfuhrer gleisbauer strassenbauer pflasterer estrichleger fliesenleger stuckateur verputzer gerustbauer
klempner spengler heizungsbauer kaltetechniker schornsteinfeger kaminfeger steinmetz bildhauer restaurator orgelbauer geigenbauer klavierbauer steuermann matrose lotse schiffer fischer imker
jager falkner tierpfleger pferdewirt hufschmied kellermeister konfektioner hutmacher schuhmacher kurschner modist kostumbildner buhnenbildner maskenbildner dramaturg schauspieler musiker kapellmeister
chorleiter geiger bratscher fagottist klarinettist hornist trompeter posaunist schlagzeuger seelsorger totengraber bestatter hausdame etagenhausdame zimmermadchen barkeeper barmann portier
kassenwart schatzmeister stenograf protokollant schreibkraft notar notariat rechtspfleger staatsanwalt justizfachwirt gerichtsvollzieher vollzugsbeamter polizist feuerwehrmann retter rettungssanitater notfallsanitater chirurg
internist radiologe kinderarzt zahnarzt tierarzt logopade ergotherapeut physiotherapeut podologe diatologe diatassistent zytologe biologe chemiker physiker mathematiker geologe meteorologe
okologe ozeanograf archaologe historiker ethnologe soziologe psychologe linguist germanist prokurist aufsicht aufseher wachmann schlosswart verkaufsberater makler versicherungskaufmann bankkaufmann
schadenregulierer gutachter sachverstandiger vermesser kartograf geomatiker bauzeichner statiker raumplaner gebaudereiniger fensterputzer strassenwarter bestucker loter wickler zustellkraft austrager sortierer
staplerfahrer verlader fahrdienstleiter zugbegleiter triebfahrzeugfuhrer weichenwarter stewardess flugbegleiter fluglotse bodensteward reiseleiter stadtfuhrer gastefuhrer bademeister rettungsschwimmer skilehrer bergfuhrer huttenwirt
retoucheur retoucheuse rondier aiguilleur ripeur matelot nageur basson enquetrice praticien praticienne lamaneur brasseur horloger monitrice relecteur relectrice sertisseur
libraire roboticien pontier elingueur zingueur bobineur bobineuse ourdisseur forfaitiste trieur trieuse previsionniste valoriste soigneur soigneuse operatrice caviste vacher
vachere bergere chauffagiste coloriste fontainier sacristain huissier tailleur tailleuse gemmologue porteur chimiste automaticien affuteur prepose cordiste hydrogeologue projectionniste
oenologue manipulateur manipulatrice bijoutier joaillier orfevre graveur doreur encadreur relieur typographe maquettiste illustrateur dessinateur scenariste realisateur metteur scenographe
costumier costumiere habilleuse maquilleur perruquier accessoiriste decorateur cintrier machiniste eclairagiste sonorisateur cadreur monteuse comedien danseur chanteur musicien violoniste
altiste violoncelliste hautboiste corniste organiste pianiste choriste officier pilote timonier pecheur ostreiculteur aquaculteur apiculteur maraicher viticulteur vigneron arboriculteur
sylviculteur bucheron elagueur palefrenier marechal affineur confiseur traiteur poissonnier ecailler primeur epicier barman barmaid limonadier gouvernante blanchisseur repasseuse
majordome voiturier bagagiste accompagnateur contremaitre agenceur parqueteur carreleur platrier staffeur facadier charpentier ferronnier chaudronnier tuyauteur fondeur mouleur polisseur
rectifieur decolleteur outilleur ajusteur bobinier cableur frigoriste domoticien telealarme gruiste grutier foreur mineur dynamiteur scaphandrier pompier sapeur gendarme
policier greffier notaire magistrat commissaire actuaire courtier souscripteur sinistres liquidateur tresorier fiscaliste auditrice chargee acheteuse vendeuse etalagiste demonstrateur
teleconseiller teleoperateur standardiste ergotherapeute psychomotricien dieteticien podologue osteopathe ambulancier brancardier chirurgien radiologue anesthesiste pediatre interne brodeur brodeuse tisserand
modeliste patronnier oficial oficiala despiezador carretillero tripulante foquista maquetista regidor viverista instalador capataz higienista tramitador colorista librero librera
predictor moderador frutero frutera cocedor patronista fotografo fotografa relojero divulgador digitador regente sacristan calderero entrenador entrenadora integrador preparador
tractorista obstetra aprendiz hilador charcutero engastador ebanista maquinista fiscalizador asociado almacenista trabajador trabajadora ejecutivo ejecutiva quimico dinamizador pasante
escayolista alicatador solador ferrallista encofrador techador pocero tuberos calorifugador frigorista cerrajero forjador fundidor moldeador pulidor fresadora rectificador matricero
chapista barnizador lacador tapicero zapatero curtidor tejedor modista costurera bordadora planchadora lavandera gobernanta camarera botones sumiller coctelero quesero
bodeguero enologo vinicultor apicultor ganadero pastor vaquero mariscador pescador marinero contramaestre timonel estibador amarrador gruero controlador azafata azafato
sobrecargo taquillero acomodador tramoyista iluminador sonidista camarografo guionista locutor actriz bailarin cantante violinista violista pianista organista corista tasador
agrimensor topografo geologo biologo biologa quimica fisico matematico estadistico meteorologo ecologo arqueologo historiador sociologo pedagogo pedagoga orientador logopeda
podologo matrona partera cirujano pediatra radiologo celadora bombero policia guardia notario procurador fiscal letrado letrada gestora tesorero cobrador
corredor asegurador teleoperador promotor promotora reponedor cajera vendedora encuestador gerocultor gerocultora puericultora ninera educadora mediadora interprete interventor conservadora
restaurador taxidermista cuidadora embalador envasador clasificador modelista massagista livreiro oficineiro forneiro estatistico comissario comissaria atendente sacristao parteira produtor
produtora equilibrista conferente escriturario cantoneiro tecela tecelao estivador controladora retocador marceneiro corretor corretora carreteiro podador orientadora telhadista desossador
catalogador catalogadora cravador manobrista observador codificador animador animadora amassador contramestre paisagista estoquista fonoaudiologo tratorista radiologista passadeira lavadeira camareira
cozinheira confeiteiro salsicheiro acougueiro talhante queijeiro marinheiro timoneiro despachante almoxarife empacotador separador bombeiro policial escrivao tabeliao defensor meirinho
avaliador meteorologista psicopedagogo enfermeira terapeuta dentista ferrador sapateiro alfaiate bordadeira ourives relojoeiro joalheiro vidraceiro estucador ladrilhador calceteiro pintora
soldadora torneiro ferramenteiro funileiro mecanica montadora operadora gelatiere gelatiera rilevatore rilevatrice spedizioniere istruttore istruttrice casaro ufficiale guida gommista
mastro birraio sarto sarta modellista orologiaio orologiaia intervistatore estetista caporeparto programmista banconiere sacrista fontaniere orafo incassatore ostetrica ostetrico
orditore lattoniere cronista ispettore guardiano guardiana stenotipista conduttore motoseghista macchinista osservatore posatore impaginatore capoturno mungitore libraio libraia bobinatore
deskista aiuto igienista moderatore moderatrice assegnista funzionario funzionaria quadrista curatore curatrice disossatore cancelliere installatore installatrice progettista formatore animatore
animatrice ausiliario organizzatrice calzolaio tappezziere intagliatore vetraio ceramista tipografo legatore incisore doratore fonditore stampista fresatore rettificatore tubista piastrellista
intonacatore cartongessista carpentiere ponteggiatore escavatorista asfaltatore minatore palombaro marinaio nocchiere capitano pescatore apicoltore allevatore pastore mandriano vignaiolo cantiniere
boscaiolo potatore vivaista fioraio fiorista salumiere pescivendolo gastronomo lavapiatti governante facchino bagagliaio controllore bigliettaio capostazione pompiere poliziotto notaio
magistrato giudice assicuratore promotore promotrice venditrice cassiera scaffalista vetrinista dietista osteopata chirurgo anestesista soccorritore barelliere babysitter maestra bidello
collaboratrice archivista restauratrice attrice ballerino scenografo scenografa costumista truccatore attrezzista montatrice sceneggiatore loopbaancoach coach tekstschrijver landmeter coupeuse stuurman
uitbener ijscoman penningmeester verslaggever houtbewerker bijrijder indeler snoeier fotograaf goudsmid nieuwslezer inspicient griffier zuiveraar redder inrichtingswerker reparateur opgietmeester
makelaar assistent uitgever modelleur bouwer badmeester veiligheidskundige kundige jongerenwerker hoornist brandwacht bediende zorgjuf meester matroos visser veehouder tuinder
kweker boomverzorger bloemist kaasmaker slijter banketbakker poelier visboer gastheer gastvrouw kamermeisje huishoudster huismeester rangeerder verkeersleider reisleider kapitein deurwaarder
notaris politieagent brandweerman toezichthouder handhaver bewaker reclasseringswerker opvoeder pedagoog logopedist dietist verloskundige kraamverzorgende huisarts tandarts audicien pedicure schoonheidsspecialist
visagist kleermaker naaister stoffeerder schoenmaker zadelmaker edelsmid horlogemaker glaszetter tegelzetter stukadoor dakdekker rietdekker voeger stratenmaker betonvlechter kraanmachinist steigerbouwer
bankwerker slijper spuiter plaatwerker gieter boekbinder zeefdrukker corrector archivaris suppoost acteur danser zanger musicus altviolist decorbouwer inkoopster verkoopster
vertegenwoordiger accountmanager taxateur schade-expert actuaris beursmakelaar econoom statisticus wiskundige bioloog scheikundige natuurkundige geoloog weerman meteoroloog przewodnik przewodniczka florystka
florysta statystyk rozbieracz wykrawacz ankieter wytapiacz obserwator obserwatorka inspicjent mistrz zegarmistrz ladowacz podlesniczy lesniczy polozna optometrysta fizjoterapeuta fizjoterapeutka
likwidator krawiec krawcowa zlotnik konserwator konserwatorka retuszer hydrogeolog komisjoner pomiarowy maszynista ilustrator ilustratorka trener trenerka terapeutka suwnicowy bioinformatyk
konwojent dyzurny oboista lakiernik tapicer pokojowa pokojowka protokolant zbrojarz ciesla dekarz tynkarz glazurnik kominiarz odlewnik szlifierz blacharz gornik
strzalowy dzwigowy marynarz rybak pszczelarz rolnik hodowca dojarz sadownik winiarz piwowar serowar bufetowa kelnerka szatniarz dozorca listonosz doreczyciel
sortowacz kompletator kasjerka ekspedient ekspedientka posrednik rzeczoznawca aktuariusz doradca doradczyni windykator komornik notariusz sedzia prokurator policjant strazak straznik
wartownik detektyw ratowniczka salowa radiolog dentysta stomatolog higienistka dietetyk logopedka pedagozka bibliotekarka archiwista archiwistka kustosz muzealnik edukatorka aktor
aktorka tancerz muzyk skrzypek altowiolista rezyser scenograf charakteryzator realizator dzwiekowiec oswietleniowiec montazysta fotograf korektor wydawca ksiegarz introligator szewc
kaletnik przadka szwaczka hafciarka jubiler biolog fizyk matematyk socjolog archeolog meteorolog synoptyk weterynaria technolozka projektantka wynalazca stazystka praktykantka
kallskanka mekatroniker skraddare terapeut maskinist fastighetsskotare skotare formedlare tillsynsman originalare maklare varpare vardare kemist urmakare reglerare befalselev forradsman
styckare korrekturlasare styrman vaktare altviolin platslagare komminister larling sprangarbas klippare servitris diskare koksmastare ostmakare bryggare fiskare biodlare mjolkare
skogsarbetare skogvaktare traktorforare kranforare gruvarbetare sprangare stenhuggare plattsattare golvlaggare taklaggare glasmastare gjutare svarvare slipare lackerare billackerare lindare installator
tryckare bokbindare guldsmed juvelerare skomakare sadelmakare tapetserare sommerska vavare nagelterapeut massor hudterapeut barnmorska tandlakare tandhygienist kirurg narkoslakare logoped
arbetsterapeut ambulanssjukvardare ordningsvakt notarie domare aklagare socialsekreterare behandlingsassistent fritidsledare fritidspedagog forskollarare barnskotare elevassistent amanuens museiguide skadespelare dansare sangare
rekvisitor ljudtekniker ljussattare kameraman programledare aktuarie ekonomiassistent redovisningsekonom lonespecialist kassorska butiksbitrade brevbarare budbil terminalarbetare plockare packare lokforare tagvard
konduktor flygvardinna skeppare batsman matematiker fysiker geolog arkeolog
"""
_WHOLE = frozenset(
    "lead head chief owner master agent host cook vet guard coach groom rider cfo cto ceo coo koch maler arzt arztin azubi kraft hilfe empfang chef cheffe agent agente "
    "aide mozo peon jefa cpe atsem praktik bud vakt arts ober hoofd hulp stage baas staz pomoc lekarka sre qa swe dev ux crew guide guia guides gids tolk juez juiz ober smid smed lots hote kine presenter trader verger assessor assessora actor banker agente mestre guarda maitre drukker schrijver".split()
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

LEADING_OVER = JOINING | frozenset(
    "w z na do dla jako o u oraz in im fur als auf mit zur und for as with an a on och som med till vid para por como em no na nos nas com sem nel nella come "
    "con per su een op met te au aux sur dans avec chez que qui".split()
)
"""Folded small words that neither begin nor end a title."""

LEGAL = frozenset(
    "inc ltd limited llc llp plc corp corporation company gmbh ggmbh mbh ag se kg kgaa ug ohg ev e.v sa s.a sas s.a.s sarl s.a.r.l spa s.p.a srl s.r.l snc bv b.v nv n.v "
    "ab as asa aps oy pty sl s.l slu s.l.u lda eirl ltda sp z.o.o oo group gruppe groupe grupo gruppo grupa groep holding gruppen".split()
)
"""Folded legal forms and words for a group of firms."""
