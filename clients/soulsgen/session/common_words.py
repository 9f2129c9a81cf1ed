"""English words that are taken for what they are, however near a name they sound."""

_WORDS = """
a able about above across act actually add after again against age ago ahead air all allow almost alone
along already also always am an and angry animal another answer any anybody anyone anything apart are area
arm armor armour around arrive arrow as ask at attack away back bad bag bandit bar bat bear beast because
bed been before began begin behind being believe below beneath beside best better between beyond big bird
bite black blade blood blow blue board boat body bone book boot both bottle bottom bow box boy break
bridge bright bring broke brother brown build burn but buy by call came camp can cannot captain care
careful carry cart carve cast castle cat catch cause cave chain chair chance change character charge chase
check chest child church city clear climb close cloth coast coat coin cold come common cook corner
corridor could count country couple course court cover crack crawl creature cross crow crowd crown cry cup
cut dagger damage damn dance dark date daughter day dead deal death deep demon did die different dinner
dog done door down drag dragon draw dream dress drink drive drop dry dust each early ears east easy eat
edge eight either else empty end enemy enough enter even evening ever every everybody everyone everything
exactly eye face fact fail fair faith fall family far farm fast father fear feel feet fell fellow few
field fight figure fill final finally find fine finger finish fire first fish five fix flame flat floor
fly follow food foot for force forest forget forth forward found four free fresh friend from front full
fun game garden gate gather gave get ghost giant girl give glad glass go goblin god gold gone good got
grab grass grave great green ground group grow guard guess guy had hair half hall hammer hand hang happen
happy hard has hat hate have he head hear heard heart heavy held hell hello help her here herself hey hide
high hill him himself his hit hold hole home hope horse hot hour house how huge human hundred hung hunt
hurry hurt i ice idea if in indeed inn inside instead into iron is island it its itself job join jump just
keep kept key kid kill kind king kitchen knee knew knife knight knock know lady lake lamp land lantern
large last late later laugh lay lead leader leaf learn least leave led left leg less let letter level lie
life lift light like line listen little live lock long look lord lose lost lot loud love low lower luck
magic main make man many map march mark market marry master matter may maybe me mean meat meet men
merchant met middle might mile mind mine minute miss moment money monster month moon more morning most
mother mountain mouth move much must my myself name narrow near nearly neck need never new next nice night
nine no nobody noise none nor north nose not note nothing notice now number of off offer office often oh
ok okay old on once one only onto open or order other our out outside over own pack paid pain pair paper
part party pass past path pay peace people perhaps person pick picture piece place plan plate play please
point pool poor pot power press pretty price priest prince princess prison probably problem promise pull
push put queen question quick quickly quiet quite rain raise ran rat rather reach read ready real really
reason red remember rest return rich ride right ring rise river road rock roll roof room rope round rule
run rush sad safe said sail salt same sand sat save saw say scale sea seat second secret see seem seen
self sell send sense sent serve set seven shadow shake shall shape sharp she shield ship shoe shoot shop
shore short shot should shoulder shout show shut sick side sight sign silence silver simple since sing sir
sister sit six size skin skull sky sleep slow small smell smile smoke snake snow so soft sold soldier some
somebody somehow someone something sometimes somewhere son song soon sorry sort soul sound south space
speak spell spend spirit spot spring stack staff stair stand star start stay steal steel step stick still
stone stood stop store storm story straight strange street strike string strong stuck stuff such sudden
suddenly sun sure surprise sword table tail take talk tall tell temple ten than thank that the their them
themselves then there these they thick thief thin thing think third this those though thought thousand
three through throw thus tide tie time tired to today together told tomb tomorrow tongue tonight too took
tooth top torch touch toward towards tower town track trade trail trap travel tree tried trip trouble true
trust truth try turn twelve twenty twice two under understand until up upon us use usual vault very
village voice wait wake walk wall want war warm was wash watch water wave way we weak weapon wear week
well went were west wet what wheel when where whether which while white who whole whose why wide wife wild
will win wind window wine wing winter wise wish with within without wizard wolf woman wonder wood word
work world worry would wound write wrong yard yeah year yellow yes yesterday yet you young your yourself
"""
COMMON_WORDS = frozenset(_WORDS.split())
