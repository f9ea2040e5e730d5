import { boot } from './boot.js';

/** Order: en, vi, de, ar. @type {Record<string, [string, string, string, string]>} */
const LABELS = {
  home: ['Home', 'Trang chủ', 'Startseite', 'الصفحة الرئيسية'],
  friends: ['Friends', 'Bạn bè', 'Freunde', 'الأصدقاء'],
  video: ['Video', 'Video', 'Video', 'فيديو'],
  marketplace: ['Marketplace', 'Marketplace', 'Marketplace', 'Marketplace'],
  gaming: ['Gaming', 'Trò chơi', 'Gaming', 'الألعاب'],
  more: ['More', 'Xem thêm', 'Mehr', 'المزيد'],
  groups: ['Groups', 'Nhóm', 'Gruppen', 'المجموعات'],
  saved: ['Saved', 'Đã lưu', 'Gespeichert', 'العناصر المحفوظة'],
  memories: ['Memories', 'Kỷ niệm', 'Erinnerungen', 'الذكريات'],
  events: ['Events', 'Sự kiện', 'Veranstaltungen', 'المناسبات'],
  pages: ['Pages', 'Trang', 'Seiten', 'الصفحات'],
  menu: ['Menu', 'Menu', 'Menü', 'القائمة'],
  messenger: ['Messenger', 'Messenger', 'Messenger', 'Messenger'],
  notifications: ['Notifications', 'Thông báo', 'Benachrichtigungen', 'الإشعارات'],
  unreadOf: [
    'Notifications, {0} unread',
    'Thông báo, {0} chưa đọc',
    'Benachrichtigungen, {0} ungelesen',
    'الإشعارات، {0} غير مقروءة',
  ],
  all: ['All', 'Tất cả', 'Alle', 'الكل'],
  unread: ['Unread', 'Chưa đọc', 'Ungelesen', 'غير مقروءة'],
  earlier: ['Earlier', 'Trước đó', 'Früher', 'السابقة'],
  seePrevious: [
    'See previous notifications',
    'Xem thông báo trước đó',
    'Frühere Benachrichtigungen ansehen',
    'عرض الإشعارات السابقة',
  ],
  profile: ['Your profile', 'Trang cá nhân của bạn', 'Dein Profil', 'ملفك الشخصي'],
  search: ['Search Facebook', 'Tìm kiếm trên Facebook', 'Facebook durchsuchen', 'بحث في فيسبوك'],
  account: [
    'Account Controls and Settings',
    'Cài đặt và kiểm soát tài khoản',
    'Kontosteuerung und -einstellungen',
    'عناصر التحكم في الحساب وإعداداته',
  ],
  shortcuts: ['Shortcuts', 'Lối tắt', 'Verknüpfungen', 'الاختصارات'],
  yourShortcuts: ['Your shortcuts', 'Lối tắt của bạn', 'Deine Verknüpfungen', 'اختصاراتك'],
  contacts: ['Contacts', 'Người liên hệ', 'Kontakte', 'جهات الاتصال'],
  sponsored: ['Sponsored', 'Được tài trợ', 'Gesponsert', 'مُموَّل'],
  createPost: ['Create a post', 'Tạo bài viết', 'Beitrag erstellen', 'إنشاء منشور'],
  createTitle: ['Create post', 'Tạo bài viết', 'Beitrag erstellen', 'إنشاء منشور'],
  mind: [
    "What's on your mind, {0}?",
    '{0} ơi, bạn đang nghĩ gì thế?',
    'Was machst du gerade, {0}?',
    'بم تفكر يا {0}؟',
  ],
  timelineOf: ["{0}'s Timeline", 'Dòng thời gian của {0}', 'Chronik von {0}', 'يوميات {0}'],
  live: ['Live video', 'Video trực tiếp', 'Live-Video', 'فيديو مباشر'],
  photoVideo: ['Photo/video', 'Ảnh/video', 'Foto/Video', 'صورة/فيديو'],
  feeling: ['Feeling/activity', 'Cảm xúc/hoạt động', 'Gefühl/Aktivität', 'شعور/نشاط'],
  feedHeading: ['News Feed posts', 'Bài viết trên Bảng feed', 'Beiträge im News Feed', 'منشورات آخر الأخبار'],
  stories: ['Stories', 'Tin', 'Stories', 'القصص'],
  createStory: ['Create story', 'Tạo tin', 'Story erstellen', 'إنشاء قصة'],
  actions: [
    'Actions for this post',
    'Hành động với bài viết này',
    'Aktionen für diesen Beitrag',
    'إجراءات هذا المنشور',
  ],
  hide: ['Hide post', 'Ẩn bài viết', 'Beitrag verbergen', 'إخفاء المنشور'],
  sharedFriends: [
    'Shared with Your friends',
    'Đã chia sẻ với Bạn bè của bạn',
    'Mit deinen Freunden geteilt',
    'تمت المشاركة مع أصدقائك',
  ],
  sharedPublic: [
    'Shared with Public',
    'Đã chia sẻ với Công khai',
    'Öffentlich geteilt',
    'تمت المشاركة مع العامة',
  ],
  seeMore: ['See more', 'Xem thêm', 'Mehr anzeigen', 'عرض المزيد'],
  like: ['Like', 'Thích', 'Gefällt mir', 'أعجبني'],
  react: ['React', 'Bày tỏ cảm xúc', 'Reagieren', 'تفاعل'],
  reactions: ['Reactions', 'Cảm xúc', 'Reaktionen', 'التفاعلات'],
  love: ['Love', 'Yêu thích', 'Love', 'أحببته'],
  haha: ['Haha', 'Haha', 'Haha', 'أضحكني'],
  wow: ['Wow', 'Wow', 'Wow', 'واااو'],
  sad: ['Sad', 'Buồn', 'Traurig', 'أحزنني'],
  angry: ['Angry', 'Phẫn nộ', 'Wütend', 'أغضبني'],
  comment: ['Comment', 'Bình luận', 'Kommentieren', 'تعليق'],
  leave: ['Leave a comment', 'Viết bình luận', 'Kommentieren', 'اترك تعليقًا'],
  share: ['Share', 'Chia sẻ', 'Teilen', 'مشاركة'],
  send: [
    'Send this to friends or post it on your profile.',
    'Gửi nội dung này cho bạn bè hoặc đăng lên trang cá nhân của bạn.',
    'Sende dies an Freund*innen oder poste es in deinem Profil.',
    'إرسال هذا إلى الأصدقاء أو نشره على ملفك الشخصي.',
  ],
  likePeople: ['Like: {0} people', 'Thích: {0} người', 'Gefällt mir: {0} Personen', 'أعجبني: {0} أشخاص'],
  whoReacted: [
    'See who reacted to this',
    'Xem ai đã bày tỏ cảm xúc về tin này',
    'Sieh dir an, wer darauf reagiert hat',
    'معرفة من تفاعل مع هذا',
  ],
  comments: ['{0} comments', '{0} bình luận', '{0} Kommentare', '{0} تعليق'],
  oneComment: ['1 comment', '1 bình luận', '1 Kommentar', 'تعليق واحد'],
  oneShare: ['1 share', '1 lượt chia sẻ', '1 Mal geteilt', 'مشاركة واحدة'],
  shares: ['{0} shares', '{0} lượt chia sẻ', '{0} Mal geteilt', '{0} مشاركة'],
  commentBy: [
    'Comment by {0} {1}',
    'Bình luận dưới tên {0} vào {1}',
    'Kommentar von {0} {1}',
    'تعليق بواسطة {0} {1}',
  ],
  replyBy: [
    "Reply by {0} to {2}'s comment {1}",
    'Phản hồi bình luận của {2} dưới tên {0} {1}',
    'Antwort von {0} auf den Kommentar von {2} {1}',
    'رد بواسطة {0} على تعليق {2} {1}',
  ],
  ago: ['{0} ago', '{0} trước', 'vor {0}', 'منذ {0}'],
  relevant: ['Most relevant', 'Phù hợp nhất', 'Relevanteste zuerst', 'الأكثر ملاءمة'],
  newest: ['Newest', 'Mới nhất', 'Neueste', 'الأحدث'],
  allComments: ['All comments', 'Tất cả bình luận', 'Alle Kommentare', 'كل التعليقات'],
  moreComments: [
    'View more comments',
    'Xem thêm bình luận',
    'Weitere Kommentare ansehen',
    'عرض المزيد من التعليقات',
  ],
  allReplies: [
    'View all {0} replies',
    'Xem tất cả {0} phản hồi',
    'Alle {0} Antworten ansehen',
    'عرض كل الردود وعددها {0}',
  ],
  write: ['Write a comment…', 'Viết bình luận…', 'Schreibe einen Kommentar …', 'كتابة تعليق…'],
  commentAs: ['Comment as {0}', 'Bình luận dưới tên {0}', 'Als {0} kommentieren', 'التعليق باسم {0}'],
  reply: ['Reply', 'Phản hồi', 'Antworten', 'رد'],
  close: ['Close', 'Đóng', 'Schließen', 'إغلاق'],
  post: ['Post', 'Đăng', 'Posten', 'نشر'],
  next: ['Next', 'Tiếp', 'Weiter', 'التالي'],
  addTo: [
    'Add to your post',
    'Thêm vào bài viết của bạn',
    'Füge etwas zu deinem Beitrag hinzu',
    'إضافة إلى منشورك',
  ],
  audience: ['Friends', 'Bạn bè', 'Freunde', 'الأصدقاء'],
  postOf: ["{0}'s post", 'Bài viết của {0}', 'Beitrag von {0}', 'منشور {0}'],
  dark: ['Dark mode', 'Chế độ tối', 'Dunkelmodus', 'الوضع الداكن'],
  settings: [
    'Settings & privacy',
    'Cài đặt và quyền riêng tư',
    'Einstellungen und Privatsphäre',
    'الإعدادات والخصوصية',
  ],
  logout: ['Log out', 'Đăng xuất', 'Abmelden', 'تسجيل الخروج'],
  newMessage: ['New message', 'Tin nhắn mới', 'Neue Nachricht', 'رسالة جديدة'],
  people: [
    'People you may know',
    'Những người bạn có thể biết',
    'Personen, die du kennen könntest',
    'أشخاص قد تعرفهم',
  ],
  addFriend: ['Add friend', 'Thêm bạn bè', 'Freund/in hinzufügen', 'إضافة صديق'],
  remove: ['Remove', 'Gỡ', 'Entfernen', 'إزالة'],
  reels: ['Reels', 'Reels', 'Reels', 'ريلز'],
  loading: ['Loading...', 'Đang tải...', 'Wird geladen …', 'جارٍ التحميل...'],
  wrong: ['Something went wrong', 'Đã xảy ra lỗi', 'Es ist ein Fehler aufgetreten', 'حدث خطأ ما'],
};

const LANGS = ['en', 'vi', 'de', 'ar'];

/**
 * A label in the page's language, `{0}`, `{1}` filled in.
 * @param {string} name
 * @param {...(string | number)} values
 */
export function label(name, ...values) {
  const text = LABELS[name][LANGS.indexOf(boot.lang)];
  return text.replace(/\{(\d)\}/g, (_, at) => String(values[Number(at)] ?? ''));
}

/** Units of an age, short: minutes, hours, days. */
const UNITS = {
  en: ['m', 'h', 'd'],
  vi: [' phút', ' giờ', ' ngày'],
  de: [' Min.', ' Std.', ' T'],
  ar: [' د', ' س', ' يوم'],
};

/** A short age as Facebook writes it. @param {number} minutes */
export function ageOf(minutes) {
  const [m, hour, day] = UNITS[boot.lang];
  if (minutes < 1)
    return boot.lang === 'vi'
      ? 'Vừa xong'
      : boot.lang === 'de'
        ? 'Gerade eben'
        : boot.lang === 'ar'
          ? 'الآن'
          : 'Just now';
  if (minutes < 60) return `${minutes}${m}`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)}${hour}`;
  return `${Math.floor(minutes / 1440)}${day}`;
}

/** The whole date of something that old, for tooltips. @param {number} minutes */
export function dateOf(minutes) {
  return new Date(Date.now() - minutes * 60_000).toLocaleString(boot.lang, {
    dateStyle: 'full',
    timeStyle: 'short',
  });
}
