"""What videos are about: 23 categories, and the words and hashtags that speak for each.

A video may belong to several or to none. Words are stems in lower case, in the languages of the
platform's captions (English, Dutch, Spanish, Portuguese, French, German, Russian, Indonesian and a
few hashtags of other scripts). `strong` words nearly settle it; `weak` ones only add up.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """One category; the value is what is stored."""

    DANCE = "dance"
    COMEDY = "comedy"
    BEAUTY = "beauty"
    FITNESS = "fitness"
    FOOD = "food"
    GAMING = "gaming"
    EDUCATION = "education"
    MUSIC = "music"
    FASHION = "fashion"
    TRAVEL = "travel"
    ANIMALS = "animals"
    TECHNOLOGY = "technology"
    SPORTS = "sports"
    LIFESTYLE = "lifestyle"
    ART = "art"
    FAMILY = "family"
    NEWS = "news"
    VLOG = "vlog"
    EDITING = "editing"
    LIP_SYNC = "lip_sync"
    FANDOM = "fandom"
    VEHICLES = "vehicles"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What belongs to a category, and the stems that speak for it, separated by spaces."""

    covers: str
    strong: str
    weak: str = ""


TAXONOMY: dict[Category, Meaning] = {
    Category.DANCE: Meaning(
        "dances, choreography, dance challenges",
        "dance dancer danser dansen dancing dancechallenge justdance choreo choreography ballet "
        "twerk shuffle baile bailar bailando coreografia danca dança tanz tanzen танец танцы "
        "танцую danse salsa bachata kizomba hiphopdance footlongshuffle toosieslide toosie "
        "joget nari kpopdance breakdance moonwalk",
        "moves choreograf slide ritmo",
    ),
    Category.COMEDY: Meaning(
        "jokes, sketches, pranks, memes",
        "comedy comedie comedia comédie komedie komödie humor humour funny funnyvideo grappig "
        "grapje lachen joke jokes prank pranks meme memes sketch skit satire parody standup "
        "lustig witzig witz chiste gracioso engraçado drôle prikol прикол юмор смешно ржака "
        "lucu ngakak comico hilarious",
        "lol lmao haha hahah hahaha 😂 🤣 relatable herkenbaar pov fail fails troll reaction "
        "reactie gekkies oneliners imitatie",
    ),
    Category.BEAUTY: Meaning(
        "make-up, hair, skin care, nails",
        "makeup makeuptutorial maquillaje maquiagem maquillage schminke make-up skincare beauty "
        "hairstyle hairdye hairlook hairtransformation haircut hairtok blonde bleaching nails "
        "nailart manicure eyeliner lipstick lashes wimpers haar kapsel peinado cabelo cabello "
        "coiffure макияж маникюр стрелки косметика skintok glowup drag dragqueen dragmakeover "
        "barber kapper foundation mascara contour perfume",
        "hair curls blond skin glow comb salon tattoo",
    ),
    Category.FITNESS: Meaning(
        "training, the gym, weights, diets for training",
        "fitness fitnes fittok fitfam fitnesstips gym gymtok gymshark gymtime gymrat "
        "gymprogress homegym workout workoutfromhome homeworkout bodybuilder bodybuilding "
        "powerlifting powertok deadlift benchpress squat squats legday chestday pushup pullup "
        "calisthenics crossfit gains muscle biceps triceps shoulderworkout fatloss fatburner "
        "weightlifting swole swolefam lifting plank plankchallenge burpee boxjump abs cardio "
        "yoga pilates training trainen oefeningen spieren gotothegym protein musculation "
        "musculação ejercicio entrenamiento treino тренировка фитнес спортзал bulk menshealth "
        "mensfitness strongman",
        "lift lifts reps exercise strength strong shoulder weights kg lbs fit diet nutrition "
        "cut physique coach transformation 💪 🏋",
    ),
    Category.FOOD: Meaning(
        "cooking, recipes, restaurants, drinks",
        "food foodtok foodie foodporn foodtiktok cooking cook koken recipe recipes recept eten "
        "receta recetas receita cozinha cocina cuisine recette kochen rezept backen baking "
        "bakken chef chefs cake taart kuchen pastel bolo gâteau chocolate chocolade pizza "
        "burger sushi noodle ramen rijst kip schnitzel broodje pasta snack dessert ijsje coffee "
        "koffie mukbang restaurant keuken рецепт еда готовим вкусно masak makanan bbq vegan "
        "bangenergy",
        "eat eating tasty yummy delicious lekker drink beer bier wine sauce breakfast lunch "
        "dinner taste tea shredder fry",
    ),
    Category.GAMING: Meaning(
        "video games, streams of games, consoles",
        "gaming gamer gamers game games gameplay fortnite minecraft roblox amongus "
        "amongusfamily pubg freefire callofduty warzone valorant fifa fifa21 ps4 ps5 "
        "playstation xbox nintendo twitch leagueoflegends csgo gta gta5 bf1 battlefield "
        "simulator esports videogame impostor mobilelegends genshin speedrun ببجي майнкрафт "
        "игры juego juegos jogos jogo",
        "streaming stream controller console noob",
    ),
    Category.EDUCATION: Meaning(
        "explanations, school, languages, tips and facts",
        "education educational learn learning learnontiktok edutok school schule escola escuela "
        "école студент школа teacher docent leraar juf meester student students study studytok "
        "studeren college university toetsweek toets tentamen finals exam exams homework "
        "huiswerk tutorial tutoriel туториал урок howto lifehack lifehacks facts fact feitjes "
        "weetje wistjedat science wetenschap history geschiedenis math physics languages "
        "language vocabulary grammar explained wistjij",
        "tips tip class uitleg learned how knowledge question questions advice",
    ),
    Category.MUSIC: Meaning(
        "singing, playing, new songs",
        "music musik muziek musica música musique музыка singing singer sing zingen zanger "
        "cover song songs songwriter gitaar guitar piano drums drummer beatbox beatboxing "
        "violin harp harpist rapper rap freestyle band producer dj acoustic karaoke concert "
        "festival drumandbass vocals vocalist choir cantar cantante cantando cantor canto "
        "chanter chanson sertanejo песня пою newmusic album spotify viralsinger billieeilish "
        "ukulele saxophone",
        "beat remix melody lyrics bass audio duetwithme girlgroup harmony",
    ),
    Category.FASHION: Meaning(
        "clothes, outfits, shoes, shops",
        "fashion outfit outfits ootd style styling mode kleding moda roupa ropa стиль мода "
        "одежда sneakers jordans shoes schoenen zapatos dress jurk jeans thrift thrifting "
        "thrifthaul haul streetwear beanie zara shein asos runway model modeling vintage "
        "jewelry sieraden nike blackfriday clothing hoodie wardrobe",
        "wear pants colours look fit drip designer",
    ),
    Category.TRAVEL: Meaning(
        "places, holidays, nature to see",
        "travel traveltok traveling travelling reizen reis vakantie holiday vacation viaje "
        "viajar viajes viagem voyage urlaub reise путешествие отпуск beach strand playa praia "
        "mountain mountains bergen hiking roadtrip airport flight hotel resort island paris "
        "bali dubai canada alberta travelcanada banff wanderlust explorer bucketlist camping "
        "efteling themepark pretpark beeksebergen sunset nature natuur waterfall",
        "trip lake city tour visit sea ocean view views abroad",
    ),
    Category.ANIMALS: Meaning(
        "pets, horses, wild animals",
        "animal animals animallover dieren dier pet pets pettok dog dogs doglover puppy puppies "
        "dogtok cat cats cattok kitten kat katten hond honden perro gato cachorro chien chat "
        "hund katze кот кошка собака horse horses horsegirl horserider horseriding equestrian "
        "pony paard paarden paardrijden dressage farmlife barnanimals rabbit hamster parrot "
        "bird birds fish snake reptile giraffe wildlife bulldog frenchie labrador husky zoo "
        "diadecao mascota قط animalrights hewan kucing",
        "cute fur paws wild farm 🐶 🐱 🐴 🐎 🐕",
    ),
    Category.TECHNOLOGY: Meaning(
        "devices, software, gadgets",
        "technology tech techtok iphone android samsung apple smartphone phone laptop computer "
        "coding programming developer software app apps gadget gadgets ai robot drone excel "
        "spreadsheet googlesheets hacks3d printer camera airpods tesla телефон айфон "
        "электроника teknologi tecnologia tecnología технологии 3dprinting engineering",
        "test device battery screen setup pc",
    ),
    Category.SPORTS: Meaning(
        "sports, matches, athletes, martial arts",
        "sport sports football voetbal voetballen soccer futbol fútbol futebol футбол fußball "
        "basketball nba nfl tennis volleyball volleyballlove волейбол hockey hockeytok rugby "
        "baseball golf boxing boks ufc mma wwe wwf wrestling karate kungfu judo kickboxing "
        "gymnastics gymnast turnen tumbling cheer cheerleading swimming zwemmen swim surf "
        "skating skateboard snowboard snowboarding ski skitok skiing running run runner "
        "hardlopen marathon athlete athletics cycling wielrennen f1 formula1 formulaone "
        "motorsport racing feyenoord ajax psv messi ronaldo mbappe olympics dressage equestrian "
        "verstappen maxverstappen landonorris hamilton vettel ricciardo danielricciardo ferrari "
        "redbullracing parkour",
        "match goal team champion race training coach trick kick backflip flips",
    ),
    Category.LIFESTYLE: Meaning(
        "daily habits, home, wellbeing, belief and identity",
        "lifestyle cleaning cleantok schoonmaken routine morningroutine nightroutine selfcare "
        "selflove wellness mindfulness meditation minimalism homedecor interieur roomtour "
        "garden plants planttok astrology zodiac lgbt lgbtq lgbtqia gay gaytiktok lesbian wlw "
        "bi pride transgender queer muslim muslimtiktok hijab islam christian bijbel bible "
        "religion jesus spiritual mentalhealth productivity organize goedemorgen weekend",
        "morning sleep bedtime home chill relax positive positivity mindset vibes party feest",
    ),
    Category.ART: Meaning(
        "drawing, painting, crafts, building and repairing",
        "art artist artwork arttok drawing draw tekenen tekening dibujo dibujar desenho dessin "
        "zeichnen рисунок рисую painting paint schilderen pintura sketchbook procreate "
        "digitalart digitaldrawing realism realisticart illustration sculpture pottery ceramics "
        "diy crafts craft knutselen woodworking handmade resin crochet knitting calligraphy "
        "origami graffiti artchallenge стройка ремонт своимируками manualidades artesanato",
        "creative design build kunst colour redraw paper repair",
    ),
    Category.FAMILY: Meaning(
        "parents and children, couples, weddings, birthdays",
        "family familie familia família famille семья mom mum mama moeder mother dad papa vader "
        "father baby babies kids kind kinderen children child daughter son sister brother zus "
        "broer parents ouders momlife momtok dadsoftiktok pregnancy pregnant zwanger wedding "
        "bruiloft trouwen married marriage marriedlife husband wife boyfriend girlfriend couple "
        "couples couplegoals relationship relatie relatieproblemen birthday verjaardag jarig "
        "kinderfeestje grandma oma opa siblings pareja novia novio hijos filhos bebestiktoks "
        "anniversary",
        "love friends ex crush date cumple surprise dating",
    ),
    Category.NEWS: Meaning(
        "current affairs, politics, public debate",
        "news nieuws noticias notícias nachrichten новости politics politiek politik política "
        "election verkiezingen trump biden president markrutte rutte minister parliament "
        "lockdown corona coronavirus covid covid19 pandemic vaccin vaccine protest "
        "demonstration war climate blm blacklivesmatter standwithkashmir vuurwerkverbod "
        "mondkapjesplicht avondklok breaking journalist kabinet",
        "law rights freedom vrijheid government debate",
    ),
    Category.VLOG: Meaning(
        "a day told as it goes",
        "vlog vlogger vlogs dayinmylife dayinthelife dailyvlog storytime grwm getreadywithme "
        "weekinmylife minivlog behindthescenes behindthescene achterdeschermen",
        "day today story update vandaag",
    ),
    Category.EDITING: Meaning(
        "transitions, effects, edits, tricks with the camera",
        "transition transitions transitioner transición transiciones transição edit edits "
        "editing editor aftereffects videostar capcut vfx greenscreen greenscreenvideo "
        "timewarpscan slowmo slowmotion velocity amv twixtor twitor filter effect effects "
        "specialeffects magic magictrick illusion goocheln trucage stopmotion fanedit animeedit "
        "эдит монтаж переход outofbody cinematic",
        "clone effect smooth scenepack trick",
    ),
    Category.LIP_SYNC: Meaning(
        "moving one's lips to somebody else's sound",
        "lipsync lipsyncing lipsyncbattle lipsinc lipsynch playback dubsmash acting doblaje "
        "dublagem",
        "usethissound lip",
    ),
    Category.FANDOM: Meaning(
        "anime, films, series, idols and their fans",
        "anime animeedit animeedits animeboy animegirl animefan otaku weeb manga naruto "
        "narutoshippuden kakashi sasuke sakura haikyuu onepiece luffy shingekinokyojin "
        "attackontitan demonslayer kimetsunoyaiba bnha myheroacademia deku todoroki "
        "jujutsukaisen fmab hanakokun tsukasa waifu cosplay marvel spiderman avengers "
        "harrypotter disney starwars netflix kpop bts blackpink kdrama kpopidol series movie "
        "movies film cinema strangerthings аниме dragonball deathnote tokyoghoul otakugirl "
        "evangelion dragonballz genshinimpact hogwarts vampirediaries bnhaoc amv fandom stan",
        "edit character scene season episode fan hero villain idol",
    ),
    Category.VEHICLES: Meaning(
        "cars, motorcycles, lorries, racing cars",
        "cars carsoftiktok cartok autos bmw mercedes audi porsche ferrari lamborghini landrover "
        "defender110 tesla mustang jdm drift supercar motorcycle motor motorbike moto biker "
        "bikelife truck trucks trucker tiktoktruckers vrachtwagen tractor trator traktor машина "
        "авто тачка carro coche carros coches f1 formula1 formulaone motorsport racing mechanic "
        "tuning spaudio8766 subaru honda toyota",
        "car auto drive driving engine wheels ride",
    ),
    Category.WORK: Meaning(
        "jobs, armed forces, business and money",
        "worklife jobs myjob office career boss business entrepreneur startup military miltok "
        "army armyreserve usarmy navy marines airforce coastguard veteran soldier police "
        "politie firefighter nurse nurses nursesoftiktok doctor doctors paramedic "
        "warrantofficer chieftok money investing stocks crypto finance realestate trabajo "
        "trabalho travail arbeit работа бизнес vakkenvullen supermarket appie bouw construction",
        "work werk werken job deployment uniform salary customer customers ceo",
    ),
}
