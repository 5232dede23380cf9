"""Indonesian words with a mood; Malay captions share most of them."""

from scoring.domain.sentiment.lexicons.words import Lexicon

INDONESIAN = Lexicon(
    wonderful="luar_biasa keren menakjubkan sempurna hebat terbaik cinta mencintai kucinta "
    "bangga mantap mantul fantastis bahagia bersyukur memukau istimewa dahsyat "
    "juara impian idola sayang_banget jatuh_cinta gokil paling_suka terharu "
    "mengagumkan",
    good="bagus baik indah cantik ganteng tampan suka senang gembira lucu lezat enak "
    "nikmat asik asyik seru menyenangkan menarik makasih terimakasih terima_kasih "
    "berhasil sukses menang kemenangan selamat semangat ramah manis imut gemes "
    "sayang harapan damai tenang nyaman rekomendasi rekomended bermanfaat mudah "
    "puas senyum tersenyum tertawa ketawa ngakak peluk positif berkah untung "
    "beruntung hore sehat kece oke rapi segar menghibur lega rindu_manis cakep "
    "worth gurih seneng* senang* terenak enak* kejutan kuat percaya_diri gak_sabar "
    "ga_sabar nggak_sabar tak_sabar lucu* cantik* indah* bagus* ramah* seru* asik* "
    "dukung* berhasil* syukur* alhamdulillah terhibur favorit kesukaan kesayangan "
    "nyaman* manis* hangat* beruntung* kangen_seru wangi ceria sayang*",
    bad="buruk jelek sedih kesedihan bosan membosankan marah kesal kecewa mengecewakan "
    "sakit capek lelah takut menakutkan nangis menangis gagal kalah rusak hilang "
    "salah masalah susah sulit stres stress kesepian bohong pembohong palsu negatif "
    "bodoh tolol malu menyesal khawatir cemas terganggu mengganggu ribet mahal "
    "sayangnya luka nyesel lelet lambat galau patah_hati iri berisik kotor bau "
    "hambar pahit sebel dongkol menyedihkan kangen berantakan merusak* rusak* malu* "
    "kepergian* kehilangan* sedih* nyesek kecewa* ditipu dibohongi jahat* zonk "
    "menyakitkan sakit* panik pusing lapar_banget menderita kecopetan telat macet "
    "terlambat lelah* males malas",
    awful="benci membenci kubenci mengerikan parah jijik menjijikkan terburuk hancur "
    "bencana mimpi_buruk mati kematian penipu penipuan tipu sampah neraka memalukan "
    "kejam brengsek bangsat anjing_lo goblok sialan biadab putus_asa nyebelin muak",
    denies="tidak tak gak nggak enggak ga ngga bukan jangan belum tanpa kagak ndak",
    strengthens="sangat banget sekali amat benar bener super terlalu paling sungguh bgt",
    weakens="agak sedikit lumayan cukup",
    nevers="belum",
    so="se sebegini sebahagia",
    turns="tapi tetapi namun cuma",
)
