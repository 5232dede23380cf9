"""Dutch words with a mood."""

from scoring.domain.sentiment.lexicons.words import Lexicon

DUTCH = Lexicon(
    wonderful="geweldig* fantastisch* prachtig* schitterend* perfect* heerlijk* super* "
    "fenomenaal* dolblij hou_van houd_van hou_zoveel houden_van verliefd* dol_op "
    "zalig* ongelofelijk* ongelooflijk* magisch* adembenemend* topper* beste "
    "dierbaar* trots* dankbaar* liefste droom* gezegend* fenomena* subliem* "
    "briljant* onvergetelijk* overheerlijk* gelukkigst* waanzinnig* bizar_goed "
    "geniaal geniale episch* bloedmooi* meesterlijk* uitstekend* wonder wonderlijk*",
    good="goed goede beter mooi* leuk* lief lieve liefde lekker* fijn* blij* gelukkig* "
    "geluk gezellig* grappig* gaaf gave vet vette cool toppie top tof toffe knap "
    "knappe schattig* bedankt dank* plezier* genieten geniet* genoten lach* gelach* "
    "succes* gelukt winnen gewonnen wint gefeliciteerd feest* enthousiast* zin_in "
    "blijdschap vrolijk* warm* hoop kus* rustig* ontspan* ontspannen aanrader* "
    "kampioen* hartelijk* positie* interessant* handig* welkom bewonder* sterk* "
    "niet_wachten lukt verdient geslaagd* slaagde verras* knuffel* nagenieten smul* "
    "vriendelijk* eindelijk gehaald energie voldaan tevreden* hoera jippie prijs "
    "prijzen aardig* talent* getalenteerd* wauw wow yes joepie jeej juich* "
    "glimlach* giechel* stralend* straalt zonnig* fris* lieverd* schat schatje "
    "schatten beeldschoon mooier* bijzonder* uniek* creatief* spannend* aangenaam* "
    "comfortabel* zacht* sfeervol* charmant* oprecht* behulpzaam* hulpvaardig* "
    "liefdevol* gezond* genezen hersteld herstel lol keigoed keileuk smaakvol* "
    "betrouwbaar* veilig* slim* slimme stoer* krachtig* bravo respect hulde chill* "
    "relaxed* opgelucht* gerust* promotie kwispel* lachen liefs",
    bad="slecht* stom stomme stomste saai* jammer verdriet* boos boze bozer ziek zieke "
    "moe vervelend* lelijk* dom domme domste rot rotte pijn* huil* gehuild bang "
    "bange angst* helaas teleurgesteld* teleurstel* tegenval* probleem* kapot* "
    "verloren verlies* verlor* gemist mis_je ik_mis missen fout* zonde irritant* "
    "irriteer* erger* ergste lastig* gestrest* stress* klacht* duur eenzaam* spijt* "
    "ruzie* nep mislukt* schaam* zielig* zwaar zware vies vieze viezer gemeen "
    "gemene negatie* misselijk* onzin depri bah helpt_niet genoeg_van klaar_mee "
    "klaar_met zat gezakt me_alleen nare naar_gevoel beroerd* smerig* zeur* gezeur "
    "gezeik rotzooi* pech* afgelast* gestolen opgelicht* bagger* zorgen bezorgd* "
    "last_van zeer_doet hoofdpijn kwaad* gefrustreerd* frustr* moeilijk* "
    "ingewikkeld* oneerlijk* onaardig* ongezellig* onvriendelijk* ongelukkig* "
    "onhandig* gekwetst* kwetsend* gepest pesten beledig* bedonder* bedrog gelogen "
    "leugen* lieg* ruk gestoord stuk gebroken brak uitgeput* vermoeiend* verveel* "
    "vervelen schuld* paniek* ongeluk* gewond* vermist* lauw* smakeloos* taai "
    "verpest* vernield* gemopper mopper* sacherijnig* chagrijnig* somber* triest* "
    "treurig* teleur zuur sip balen baal",
    awful="verschrikkelijk* vreselijk* afschuwelijk* haat* walgelijk* rampzalig* ramp "
    "rampen kut* klote* waardeloos* waardeloze belachelijk* nachtmerrie* dood doden "
    "overleden depressie* depressief* wanhopig* woedend* woest* schandalig* "
    "slechtst* ellend* drama oplichter* oplicht* schande kanker* tering* hopeloos* "
    "hopeloze gruwelijk_slecht afgrijselijk* hartverscheurend* verrot* rouw* "
    "doodziek* verafschuw*",
    denies="niet geen nooit nimmer niks niets zonder noch nergens niemand",
    strengthens="heel erg zo zeer echt mega ontzettend enorm zooo keihard helemaal hartstikke "
    "extreem veel_te te behoorlijk waanzinnig",
    weakens="beetje wat redelijk vrij ietwat nogal soms",
    nevers="nooit nergens",
    so="zo zoveel meer beter",
    turns="maar echter",
    denies_back=2,
)
