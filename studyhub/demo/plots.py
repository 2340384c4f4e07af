"""The eight circles of the demo: what each is, who is in it, and how far it has come."""

from dataclasses import dataclass
from datetime import time

from studyhub.circles.models import CircleKind, CircleState, Format, Level, Visibility
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday
from studyhub.meetings.changing.creating import NewBook

TOKYO = "Asia/Tokyo"
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = 1, 2, 3, 4


@dataclass(frozen=True)
class Plot:
    """One circle.

    `over` of its dates have passed, the last of them `quiet_weeks` ago at the latest. `reads` is a regular expression
    for the numbers of the lines of `toc` that are read; a circle without a book has `titles` of its sessions instead.
    `people` join in this order, `listeners` after them. `called_off` are sessions, counted from 0 over all dates, with
    the reason. `guest` presents the chapter counted from 0. `leaves_open`: nobody has confirmed the last attendance.
    `has_checkin`: people check in by code, some of them late.
    """

    slug: str
    title: str
    description: str
    kind: CircleKind
    organizer: str
    people: tuple[str, ...]
    days: EveryWeeks | NthWeekday
    at: time
    minutes: int
    over: int
    listeners: tuple[str, ...] = ()
    visibility: Visibility = Visibility.INSIDE
    format: Format = Format.PRESENTED
    level: Level | None = None
    is_open_half_way: bool = False
    zone: str = TOKYO
    place: str = ""
    online_url: str = ""
    capacity: int | None = None
    book: NewBook | None = None
    toc: str = ""
    reads: str = ""
    per_meeting: int = 1
    titles: tuple[str, ...] = ()
    quiet_weeks: int = 0
    ends_as: CircleState = CircleState.RUNNING
    called_off: tuple[tuple[int, str], ...] = ()
    guest: tuple[int, str] | None = None
    leaves_open: bool = False
    has_checkin: bool = False
    invited: tuple[str, ...] = ()


SRE_BOOK = Plot(
    slug="sre-book",
    title="SRE本 輪読会",
    description="『Site Reliability Engineering』をウェブの英語版で読みます。"
    "1 回に 2 章、担当が 15 分ずつ話して、残りは議論です。\n"
    "英語が苦手でも大丈夫。担当のメモは日本語で、ノートも日本語で残します。",
    kind=CircleKind.READING,
    organizer="hayakawa.hiyori",
    people=("shinozuka.ren", "toda.chihiro", "minase.aoi", "igarashi.riku", "egami.sota", "miwa.kengo",
            "nonomura.itsuki", "kuramochi.nagi", "watanabe.kei2", "lan.nguyen", "numata.yuzuki"),
    listeners=("otsuki.haruka", "kuga.naoki", "uno.daichi"),
    visibility=Visibility.PUBLIC,
    level=Level.BASICS,
    is_open_half_way=True,
    days=EveryWeeks(1, THURSDAY),
    at=time(16, 0),
    minutes=60,
    place="会議室さくら",
    online_url="https://meet.example.com/sre-book",
    book=NewBook("Site Reliability Engineering", url="https://sre.google/sre-book/table-of-contents/"),
    toc="sre-book-en.txt",
    reads=r"\d+",
    per_meeting=2,
    over=10,
    called_off=((5, "会議室とネットワークの工事が重なったため。章は次の回に送ります。"),),
    guest=(19, "河野 遼"),
    leaves_open=True,
)  # fmt: skip

QUIET_NIGHTS = Plot(
    slug="quiet-nights",
    title="『静かな夜のために』輪読会",
    description="オンコールの入門書を 1 章ずつ。部屋が小さいので定員は 8 名、あふれた方は補欠でお待ちください。",
    kind=CircleKind.READING,
    organizer="sone.mizuki",
    people=("takizawa.yo", "enoki.suzu", "awano.tsubasa", "momose.kotoha", "beppu.kazuma", "chiba.satsuki",
            "yabuki.shiori", "shiba.kohei", "niwa.akari", "admin"),
    level=Level.BEGINNERS,
    is_open_half_way=True,
    days=EveryWeeks(1, TUESDAY),
    at=time(18, 30),
    minutes=75,
    place="会議室けやき",
    capacity=8,
    book=NewBook("静かな夜のために", publisher="架空出版"),
    toc="quiet-nights-ja.txt",
    reads=r"\d+|A|B",
    over=1,
)  # fmt: skip

DDIA = Plot(
    slug="ddia",
    title="データ指向アプリケーションデザインを話す会",
    description="節を一つずつ、読んできて話します。担当は決めません。データ基盤の繁忙期のあいだは休止中です。",
    kind=CircleKind.READING,
    organizer="aizawa.toru",
    people=("oskar.lindqvist", "kuramochi.nagi", "chiba.satsuki", "mateus.oliveira", "kamiya.kaede",
            "takahashi.minato", "anjali.rao"),
    format=Format.DISCUSSED,
    level=Level.DEEP,
    days=EveryWeeks(2, FRIDAY),
    at=time(13, 0),
    minutes=60,
    online_url="https://meet.example.com/ddia",
    book=NewBook("データ指向アプリケーションデザイン"),
    toc="ddia-ja.md",
    reads=r"\d+\.\d+",
    over=5,
    quiet_weeks=3,
    ends_as=CircleState.PAUSED,
)  # fmt: skip

MONITORING = Plot(
    slug="monitoring",
    title="『入門 監視』読書会",
    description="全 11 章と付録を 12 回で完走しました。読みながら、自分たちのアラートを減らしていった記録です。",
    kind=CircleKind.READING,
    organizer="kamiya.kaede",
    people=("chiba.satsuki", "numata.yuzuki", "oskar.lindqvist", "uno.daichi", "kuramochi.nagi", "katagiri.shuji",
            "sone.mizuki", "takizawa.yo", "shimura.yuto", "hamaguchi.sakura", "watanabe.kei", "lucas.fontaine"),
    days=EveryWeeks(1, THURSDAY),
    at=time(17, 30),
    minutes=60,
    place="会議室けやき",
    online_url="https://meet.example.com/monitoring",
    book=NewBook("入門 監視"),
    toc="monitoring-ja.txt",
    reads=r"\d+|A",
    over=12,
    quiet_weeks=7,
    ends_as=CircleState.FINISHED,
)  # fmt: skip

SEEKING_SRE = Plot(
    slug="seeking-sre",
    title="SREの探求をその場で読む会",
    description="予習なし。その場で黙って読み、気になったところを話します。",
    kind=CircleKind.READING,
    organizer="niwa.akari",
    people=("hamaguchi.sakura", "iizuka.maho", "sarah.obrien", "yabuki.shiori", "togashi.ryo"),
    format=Format.READ_TOGETHER,
    days=EveryWeeks(1, WEDNESDAY),
    at=time(12, 15),
    minutes=45,
    place="ラウンジ",
    book=NewBook("SREの探求"),
    toc="seeking-sre-ja.txt",
    reads=r"\d+",
    over=3,
    quiet_weeks=5,
    ends_as=CircleState.ENDED,
)

EVENINGS = Plot(
    slug="platform-evenings",
    title="プラットフォーム夜会",
    description="月に一度、運用で困ったこと・直したことを 30 分で話す勉強会です。チームを問わず歓迎。",
    kind=CircleKind.STUDY,
    organizer="igarashi.riku",
    people=("anjali.rao", "shiba.kohei", "momose.kotoha", "niwa.akari", "shimura.yuto", "toda.chihiro",
            "lucas.fontaine", "mateus.oliveira", "minase.aoi", "admin"),
    listeners=("akamatsu.koji", "katagiri.shuji", "awano.tsubasa"),
    is_open_half_way=True,
    days=NthWeekday(2, WEDNESDAY),
    at=time(18, 30),
    minutes=60,
    place="セミナールーム",
    online_url="https://meet.example.com/yakai",
    titles=(
        "コンテナイメージを半分にする", "タイムアウトとリトライの決め方", "夜間バッチの失敗に朝気づく",
        "重い PromQL を軽くする", "ログの量とお金の話", "権威 DNS が片系だけ落ちたら",
        "デプロイを怖くなくする", "接続プールの数え方",
        "負荷試験のシナリオを育てる", "証明書の更新を忘れない", "オブジェクトストレージの整理", "一年のふりかえり",
    ),
    over=8,
    called_off=((9, "発表者の都合がつかなくなったため。題材は次の回以降に回します。"),),
    leaves_open=True,
    has_checkin=True,
)  # fmt: skip

INCIDENTS = Plot(
    slug="incident-reports",
    title="障害報告を読む会",
    description="社内の障害報告を、責めずに読みます。お客さまの情報を含むため参加者のみ。欧州の朝、日本の夕方に開きます。",
    kind=CircleKind.STUDY,
    organizer="oskar.lindqvist",
    people=("sarah.obrien", "anjali.rao", "lucas.fontaine", "lan.nguyen", "aizawa.toru", "iizuka.maho"),
    visibility=Visibility.PARTICIPANTS,
    format=Format.DISCUSSED,
    zone="Europe/Stockholm",
    days=EveryWeeks(2, TUESDAY),
    at=time(8, 30),
    minutes=50,
    online_url="https://meet.example.com/incident-reports",
    titles=(
        "画像配信の遅延", "カートの在庫ずれ", "メール送信の詰まり", "監視が黙っていた夜", "夜間バッチの二重実行",
        "検索の索引切れ", "ログインの時刻ずれ", "CDN 設定の取り違え", "ストレージの満杯", "決済待ちの行列",
        "証明書の失効", "DNS の伝わり遅れ", "半年の報告を並べて読む",
    ),
    over=9,
    invited=("watanabe.kei", "igarashi.riku"),
)  # fmt: skip

TERRAFORM = Plot(
    slug="terraform-state",
    title="勉強会:Terraform の state を小さくする",
    description="plan に 9 分かかっていた state を分けた話をします。手を動かす時間もあります。",
    kind=CircleKind.STUDY,
    organizer="numata.yuzuki",
    people=(),
    days=EveryWeeks(1, WEDNESDAY),
    at=time(19, 0),
    minutes=60,
    place="セミナールーム",
    capacity=20,
    titles=("",),
    over=0,
)

PLOTS = (MONITORING, INCIDENTS, EVENINGS, SRE_BOOK, DDIA, SEEKING_SRE, QUIET_NIGHTS, TERRAFORM)
# Whoever signs up for the single session without joining.
SINGLE_SIGNUPS = (
    "kuga.naoki", "igarashi.riku", "shiba.kohei", "watanabe.kei", "nonomura.itsuki", "aizawa.toru", "minase.aoi",
    "miwa.kengo", "takahashi.minato",
)  # fmt: skip
