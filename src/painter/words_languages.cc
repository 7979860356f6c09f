#include "painter/lexicon.h"

// The words of the concepts in Spanish, French, German, Italian, Portuguese, Russian, Chinese and
// Japanese, in that order. Written as the reader finds them: lower case, with their plurals.
namespace easel::painter {

const std::string_view kLanguageWords = R"(
room: habitación, salón, sala de estar, chambre, salon, zimmer, wohnzimmer, stanza, soggiorno, sala de estar, комната, гостиная, 房间, 客厅, 部屋, リビング
library: biblioteca, bibliothèque, bibliothek, библиотека, 图书馆, 図書館
kitchen: cocina, cuisine, küche, cucina, cozinha, кухня, 厨房, 台所, キッチン
bedroom: dormitorio, chambre à coucher, schlafzimmer, camera da letto, quarto, спальня, 卧室, 寝室
bookshelf: estantería, bibliothèque à livres, bücherregal, libreria, estante, книжная полка, 书架, 本棚
bed: cama, lit, bett, letto, кровать, 床, ベッド
fireplace: chimenea, cheminée, kamin, camino, lareira, камин, 壁炉, 暖炉
hammer: martillo, marteau, hammer, martello, martelo, молоток, 锤子, ハンマー
scissors: tijeras, ciseaux, schere, forbici, tesoura, ножницы, 剪刀, はさみ
sushi: суши, 寿司, すし
cat: gato, gatos, gata, gatito, chat, chats, chaton, katze, katzen, kätzchen, gatto, gatti, gattino, кот, кошка, кошки, котёнок, котенок, 猫, 小猫, ねこ
dog: perro, perros, perrito, chien, chiens, hund, hunde, welpe, cane, cani, cão, cães, cachorro, собака, собаки, пёс, пес, 狗, 小狗, 犬, いぬ
fox: zorro, zorros, renard, renards, fuchs, füchse, volpe, volpi, raposa, raposas, лиса, лисы, лисица, 狐狸, 狐, キツネ, きつね
wolf: lobo, lobos, loup, loups, wölfe, lupo, lupi, волк, волки, 狼, オオカミ
bear: oso, osos, ours, bär, bären, orso, orsi, urso, ursos, медведь, медведи, 熊, クマ
panda: panda gigante, panda géant, pandabär, панда, 熊猫, パンダ
rabbit: conejo, conejos, lapin, lapins, hase, hasen, kaninchen, coniglio, conigli, coelho, coelhos, кролик, кролики, заяц, 兔子, 兔, うさぎ, ウサギ, 兎
mouse: ratón, ratones, souris, maus, mäuse, topo, topi, rato, ratos, мышь, мыши, 老鼠, ネズミ
squirrel: ardilla, écureuil, eichhörnchen, scoiattolo, esquilo, белка, 松鼠, リス
horse: caballo, caballos, cheval, chevaux, pferd, pferde, cavallo, cavalli, cavalo, cavalos, лошадь, лошади, конь, 马, 馬, うま
zebra: cebra, cebras, zèbre, зебра, 斑马, シマウマ
cow: vaca, vacas, vache, vaches, kuh, kühe, mucca, mucche, корова, коровы, 牛, 奶牛
sheep: oveja, ovejas, mouton, moutons, schaf, schafe, pecora, pecore, ovelha, ovelhas, овца, овцы, 羊, 绵羊
goat: cabra, cabras, chèvre, ziege, ziegen, capra, коза, 山羊, ヤギ
pig: cerdo, cerdos, cochon, schwein, schweine, maiale, porco, свинья, 猪, 豚
deer: ciervo, ciervos, cerf, cerfs, hirsch, hirsche, reh, cervo, cervi, veado, олень, олени, 鹿
lion: león, leones, lions, löwe, löwen, leone, leoni, leão, leões, лев, львы, 狮子, ライオン
tiger: tigre, tigres, tigri, тигр, тигры, 老虎, 虎, トラ
leopard: leopardo, léopard, леопард, 豹, ヒョウ
elephant: elefante, elefantes, éléphant, éléphants, elefant, elefanten, elefanti, слон, слоны, 大象, 象, ゾウ
giraffe: jirafa, girafe, giraffa, girafa, жираф, 长颈鹿, キリン
camel: camello, camellos, chameau, kamel, kamele, cammello, camelo, верблюд, 骆驼, ラクダ
bird: pájaro, pájaros, ave, aves, oiseau, oiseaux, vogel, vögel, uccello, uccelli, pássaro, pássaros, птица, птицы, 鸟, 鳥
owl: búho, lechuza, hibou, chouette, eule, uhu, gufo, civetta, coruja, сова, 猫头鹰, フクロウ
eagle: águila, aigle, adler, aquila, águia, орёл, орел, 鹰, 鷲, ワシ
penguin: pingüino, pingüinos, manchot, manchots, pingouin, pingouins, pinguin, pinguine, pinguino, pinguini, pinguim, pinguins, пингвин, пингвины, пингвина, 企鹅, ペンギン
duck: pato, patos, canard, canards, ente, enten, anatra, утка, утки, 鸭子, アヒル, 鴨
swan: cisne, cisnes, cygne, cygnes, schwan, schwäne, cigno, лебедь, лебеди, 天鹅, 白鳥
chicken: gallina, gallo, poule, coq, huhn, hühner, hahn, galinha, galo, курица, петух, 鸡, 鶏
fish: pez, peces, poisson, poissons, fisch, fische, pesce, pesci, peixe, peixes, рыба, рыбы, 鱼, 魚
shark: tiburón, requin, hai, squalo, tubarão, акула, 鲨鱼, サメ
whale: ballena, baleine, wal, wale, balena, baleia, кит, 鲸鱼, クジラ
dolphin: delfín, delfines, dauphin, dauphins, delfin, delfine, delfino, golfinho, дельфин, дельфины, 海豚, イルカ
turtle: tortuga, tortue, schildkröte, tartaruga, черепаха, 乌龟, 亀, カメ
butterfly: mariposa, mariposas, papillon, papillons, schmetterling, schmetterlinge, farfalla, farfalle, borboleta, бабочка, бабочки, 蝴蝶, 蝶, チョウ
sailboat: velero, veleros, barco de vela, barco, voilier, voiliers, bateau, bateaux, segelboot, segelboote, boot, barca a vela, barca, veliero, veleiro, barco à vela, парусник, лодка, яхта, 帆船, 小船, ヨット
ship: buque, crucero, navire, paquebot, schiff, schiffe, nave, navi, navio, navios, корабль, корабли, 轮船, 船
rowing boat: bote, bote de remos, ruderboot, barca a remi, barco a remo, лодка с вёслами, 划艇, ボート
house: casa, casas, maison, maisons, haus, häuser, case, дом, дома, 房子, 屋子, 家
cabin: cabaña, cabane, hütte, blockhütte, baita, capanna, cabana, хижина, избушка, 小屋, 木屋, 山小屋
castle: castillo, castillos, château, châteaux, schloss, burg, burgen, castello, castelli, castelo, castelos, замок, замки, 城堡, 城
tower: torre, torres, tour, tours, turm, türme, torri, башня, 塔
lighthouse: faro, faros, phare, phares, leuchtturm, leuchttürme, fari, farol, faróis, маяк, маяка, 灯塔, 灯台
church: iglesia, iglesias, église, églises, kirche, kirchen, chiesa, chiese, igreja, igrejas, церковь, 教堂, 教会
temple: templo, tempel, tempio, храм, 神庙, 神殿
pagoda: pagodas, pagode, pagodes, pagoden, пагода, 宝塔, 五重塔, パゴダ
pyramid: pirámide, pirámides, pyramide, pyramides, pyramiden, piramide, piramidi, pirâmide, пирамида, пирамиды, 金字塔, ピラミッド
stone bridge: puente, puente de piedra, pont, pont de pierre, brücke, steinbrücke, brücken, ponte, ponte di pietra, ponte de pedra, мост, каменный мост, 桥, 石桥, 橋, 石橋
windmill: molino, molino de viento, moulin, moulin à vent, windmühle, mühle, mulino, mulino a vento, moinho, moinho de vento, мельница, 风车, 風車
barn: granero, grange, scheune, fienile, celeiro, сарай, амбар, 谷仓, 納屋
tent: tienda de campaña, tente, zelt, zelte, tenda, палатка, 帐篷, テント
iceberg: témpano, icebergs, eisberg, eisberge, айсберг, айсберге, 冰山, 氷山
cherry tree: cerezo, cerezos, flores de cerezo, cerisier, cerisiers, cerisiers en fleurs, kirschbaum, kirschblüten, kirschblüte, ciliegio, ciliegi, fiori di ciliegio, cerejeira, flores de cerejeira, сакура, вишня, 樱花, 桜
tree: árbol, arbre, baum, albero, árvore, дерево, 树, 木
palm tree: palmera, palmeras, palmier, palmiers, palme, palmen, palma, palmeira, palmeiras, пальма, пальмы, 棕榈树, ヤシの木
cactus: cactos, kaktus, kakteen, cacto, кактус, 仙人掌, サボテン
mushroom: hongo, seta, setas, champignons, pilz, pilze, fungo, funghi, cogumelo, гриб, грибы, 蘑菇, キノコ
sunflower: girasol, girasoles, tournesol, tournesols, sonnenblume, sonnenblumen, girasole, girasoli, girassol, подсолнух, 向日葵, ひまわり
pumpkin: calabaza, citrouille, kürbis, kürbisse, zucca, abóbora, тыква, 南瓜, かぼちゃ
hot-air balloon: globo aerostático, globos aerostáticos, globo, globos, montgolfière, montgolfières, ballon, heißluftballon, heißluftballons, heissluftballon, mongolfiera, mongolfiere, balão, balões, balão de ar quente, воздушный шар, воздушные шары, 热气球, 気球, 熱気球
aeroplane: avión, aviones, avion, avions, flugzeug, flugzeuge, aereo, aeroplano, avião, самолёт, самолет, 飞机, 飛行機
rocket: cohete, fusée, rakete, raketen, razzo, foguete, ракета, 火箭, ロケット
car: coche, coches, carro, auto, voiture, voitures, autos, wagen, macchina, carros, машина, автомобиль, 汽车, 車, 自動車
truck: camión, camion, lastwagen, lkw, caminhão, грузовик, 卡车, トラック
bus: autobús, autobus, omnibus, pullman, ônibus, автобус, 公共汽车, バス
steam train: tren de vapor, tren, locomotora, train à vapeur, dampfzug, zug, dampflok, dampflokomotive, treno a vapore, treno, trem a vapor, trem, comboio, паровоз, поезд, 蒸汽火车, 火车, 蒸気機関車, 汽車, 電車
bicycle: bicicleta, vélo, bicyclette, fahrrad, fahrräder, bicicletta, велосипед, 自行车, 自転車
ball: pelota, balle, kugel, palla, bola, мяч, 球, ボール
book: libro, libros, livre, livres, buch, bücher, libri, livro, книга, 书, 本
cup: taza, tasse, becher, tazza, xícara, чашка, 杯子, カップ
teapot: tetera, théière, teekanne, teiera, bule, чайник, 茶壶, ティーポット
candle: vela, velas, bougie, bougies, kerze, kerzen, candela, candele, свеча, свечи, 蜡烛, ろうそく
chair: silla, chaise, stuhl, stühle, sedia, cadeira, стул, 椅子
table: tisch, tavolo, стол, 桌子, テーブル
apple: manzana, manzanas, pomme, pommes, apfel, äpfel, mela, mele, maçã, яблоко, 苹果, りんご
cake: tarta, gâteau, kuchen, torte, torta, bolo, торт, 蛋糕, ケーキ
gift: regalo, cadeau, geschenk, presente, подарок, 礼物, プレゼント
umbrella: paraguas, sombrilla, parapluie, regenschirm, schirm, ombrello, guarda chuva, зонт, зонтик, 雨伞, 傘
clock: reloj, horloge, uhr, orologio, relógio, часы, 时钟, 時計
bottle: botella, bouteille, flasche, bottiglia, garrafa, бутылка, 瓶子, 瓶
heart: corazón, coeur, cœur, herz, cuore, coração, сердце, 心, ハート
snowman: muñeco de nieve, bonhomme de neige, schneemann, pupazzo di neve, boneco de neve, снеговик, 雪人, 雪だるま
robot: robots, roboter, robô, робот, 机器人, ロボット
sunset: puesta de sol, atardecer, ocaso, coucher de soleil, crépuscule, sonnenuntergang, abendrot, tramonto, pôr do sol, закат, закате, 日落, 夕阳, 夕日, 夕焼け, 日没
sunrise: amanecer, salida del sol, lever de soleil, aube, sonnenaufgang, morgen, alba, nascer do sol, amanhecer, рассвет, рассвете, 日出, 日の出, 夜明け
night: noche, nuit, nacht, nachts, notte, noite, ночь, ночью, 夜晚, 夜, 晚上
day: mediodía, midi, mittag, mezzogiorno, meio dia, полдень, днём, 白天, 昼
dusk: anochecer, brune, dämmerung, imbrunire, anoitecer, сумерки, 黄昏, 夕暮れ
moon: luna, lune, mond, lua, луна, луной, 月亮, 月
full moon: luna llena, pleine lune, vollmond, luna piena, lua cheia, полная луна, 满月, 満月
star: estrellas, estrella, étoiles, étoile, sterne, stern, stelle, stella, estrelas, estrela, звёзды, звезды, 星星, 星空, 星
sky: cielo, ciel, himmel, céu, небо, небе, 天空, 空
cloud: nubes, nube, nuages, nuage, wolken, wolke, nuvole, nuvola, nuvens, nuvem, облака, облако, 云, 雲
storm: tormenta, tormentoso, tempestad, tempête, orage, sturm, gewitter, stürmisch, tempesta, tempestoso, tempestade, буря, шторм, 暴风雨, 嵐
rain: lluvia, pluie, regen, pioggia, chuva, дождь, 雨
snow: nieve, neige, schnee, neve, снег, снегу, 雪, 雪地
fog: niebla, brouillard, nebel, nebbia, nevoeiro, туман, тумане, 雾, 霧
mist: neblina, brume, dunst, foschia, дымка, 薄雾, 霞
rainbow: arcoíris, arc en ciel, regenbogen, arcobaleno, arco íris, радуга, 彩虹, 虹
northern light: aurora boreal, auroras, aurore boréale, nordlicht, polarlicht, nordlichter, aurora boreale, северное сияние, 极光, オーロラ
spring: primavera, printemps, frühling, весна, весной, 春天, 春
summer: verano, été, sommer, estate, verão, лето, летом, 夏天, 夏
autumn: otoño, automne, herbst, autunno, outono, осень, осенью, 秋天, 秋
winter: invierno, hiver, inverno, зима, зимой, 冬天, 冬
mountain: montaña, montañas, montagne, montagnes, berg, berge, bergen, gebirge, montagna, montanha, montanhas, гора, горы, горах, 山, 群山
hill: colina, colinas, colline, collines, hügel, collina, холмы, холм, 丘陵, 丘
valley: valle, vallée, tal, vale, долина, 山谷, 谷
forest: bosque, bosques, forêt, forêts, wald, wälder, foresta, bosco, floresta, лес, лесу, 森林, 森
meadow: prado, pradera, pré, wiese, wiesen, prato, луг, лугу, 草地, 草原, 野原
desert: desierto, désert, wüste, deserto, пустыня, пустыне, 沙漠, 砂漠
beach: playa, plage, strand, spiaggia, praia, пляж, пляже, 海滩, 沙滩, 浜辺, ビーチ
coast: costa, côte, küste, побережье, берег, 海岸
island: isla, islas, île, îles, insel, inseln, isola, isole, ilha, ilhas, остров, острова, 岛, 島
volcano: volcán, volcan, vulkan, vulcano, vulcão, вулкан, 火山
lake: lago, lac, озеро, озера, озере, 湖
river: río, rivière, fleuve, fluss, fiume, rio, река, реки, 河, 河流, 川
waterfall: cascada, cascadas, catarata, cataratas, cascades, chute d'eau, chutes d'eau, wasserfall, wasserfälle, wasserfalls, cascata, cascate, cachoeira, cachoeiras, cascatas, водопад, водопады, водопада, 瀑布, 滝
sea: mar, océano, mer, océan, meer, ozean, oceano, море, моря, 大海, 海
wave: olas, vagues, wellen, onde, ondas, волны, 海浪, 波
flower: flores, flor, fleurs, fleur, blumen, blume, fiori, fiore, цветы, цветок, 花
red: rojo, roja, rojos, rojas, rouge, rouges, rot, rote, roter, rotes, roten, rosso, rossa, vermelho, vermelha, красный, красная, красное, красные, 红色, 红, 赤い, 赤
blue: azul, azules, bleu, bleue, bleus, blau, blaue, blauer, blaues, blu, azzurro, синий, синяя, голубой, 蓝色, 蓝, 青い, 青
green: verde, verdes, vert, verte, grün, grüne, grüner, grünes, зелёный, зеленый, зелёная, 绿色, 绿, 緑の, 緑
yellow: amarillo, amarilla, jaune, gelb, gelbe, gelber, gelbes, giallo, gialla, amarelo, amarela, жёлтый, желтый, жёлтая, 黄色, 黄色い
white: blanco, blanca, blanc, blanche, weiß, weiße, weißer, weißes, weisse, bianco, bianca, branco, branca, белый, белая, белое, 白色, 白, 白い
black: negro, negra, noir, noire, schwarz, schwarze, schwarzer, schwarzes, nero, nera, preto, preta, чёрный, черный, чёрная, 黑色, 黑, 黒い, 黒
pink: rosado, rosa, cor de rosa, розовый, розовая, 粉色, ピンクの, ピンク
purple: morado, púrpura, violette, lila, violett, viola, roxo, фиолетовый, 紫色, 紫の
brown: marrón, brun, marron, braun, braune, marrone, marrom, коричневый, 棕色, 茶色の
grey: gris, grise, grau, graue, grigio, grigia, cinza, серый, серая, 灰色, 灰色の
small: pequeño, pequeña, petit, petite, klein, kleine, kleiner, kleines, piccolo, piccola, pequeno, pequena, маленький, маленькая, 小, 小さな, 小さい
big: grande, grandes, grand, groß, große, großer, großes, большой, большая, 大, 大きな, 大きい
)";

const std::string_view kLanguageNumbers = R"(
1: uno, eins, 一, 一只, 一个, 一座, 一艘, 一匹, 一つ, 一匹の, 一隻の, 一羽の, одна, один, одно
2: dos, deux, zwei, due, dois, duas, два, две, 两, 两只, 两个, 两匹, 两棵, 二, 二匹の, 二頭の, 二つの, 二羽の
3: tres, trois, drei, tre, três, три, 三, 三只, 三个, 三匹, 三棵, 三艘, 三匹の, 三羽の, 三つの, 三頭の, 三本の
4: cuatro, quatre, vier, quattro, quatro, четыре, 四, 四只, 四个, 四匹の, 四羽の
5: cinco, cinq, fünf, cinque, пять, 五, 五只, 五个, 五匹の, 五羽の
6: seis, sechs, sei, шесть, 六, 六只, 六匹の
7: siete, sept, sieben, sette, sete, семь, 七, 七只
8: ocho, huit, acht, otto, oito, восемь, 八
9: nueve, neuf, neun, nove, девять, 九
10: diez, zehn, dieci, dez, десять, 十
)";

const std::string_view kLanguageFiller = R"(
un, una, unos, unas, el, la, los, las, lo, de, del, al, y, en, con, sobre, bajo, entre, junto, a, por, para, su, sus,
une, le, les, des, du, et, dans, avec, sur, sous, au, aux, à, près, devant, derrière, d, l,
der, die, das, den, dem, ein, eine, einen, einem, einer, und, mit, auf, unter, über, vor, hinter, neben, am, im, bei, zur, zum, vom,
il, gli, i, uno, dei, delle, della, dello, di, e, con, su, sul, sulla, sotto, nel, nella, al, alla, davanti, tra, da,
um, uma, o, os, as, do, da, dos, das, no, na, nos, nas, com, sob, em, ao, à, perto, ante,
в, во, на, над, под, и, с, со, у, за, перед, рядом, к, по, из, около,
的, 在, 和, 上, 下, 里, 中, 与, 有, 旁边, 前, 后, 的上, 上的, 下的, 一, 只, 个, 座, 艘, 匹, 头, 条, 棵, 朵, 辆, 架, 前面, 下面, 上面, 着,
の, と, に, で, は, が, を, へ, 上の, 下の, 中の, 前の, の上の, の下の, の中の, の前の, 匹, 羽, 頭, 本, 台, いる, ある, 飛ぶ, 近くの
)";

}  // namespace easel::painter
