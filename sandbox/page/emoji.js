/** The names people and apps use most. A name that is not here is shown as it was typed. */

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 alarm_clock ⏰ alien 👽 ambulance 🚑 anchor ⚓ angry 😠
apple 🍎 arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️ arrows_counterclockwise 🔄 art 🎨
astonished 😲 baby 👶 balloon 🎈 ballot_box_with_check ☑️ bar_chart 📊 battery 🔋 beer 🍺 bell 🔔
birthday 🎂 black_circle ⚫ black_large_square ⬛ black_square_button 🔲 blue_book 📘 blue_heart 💙
blush 😊 book 📖 bookmark 🔖 bookmark_tabs 📑 books 📚 boom 💥 bow 🙇 bricks 🧱 briefcase 💼 brain 🧠
bug 🐛 building_construction 🏗️ bulb 💡 bust_in_silhouette 👤 busts_in_silhouette 👥 cake 🍰
calendar 📆 camera 📷 card_index_dividers 🗂️ cat 🐱 chart_with_downwards_trend 📉
chart_with_upwards_trend 📈 checkered_flag 🏁 clap 👏 clipboard 📋 clock1 🕐 clock9 🕘 cloud ☁️
coffee ☕ cold_sweat 😰 compass 🧭 computer 💻 confetti_ball 🎊 confused 😕 construction 🚧 cookie 🍪
cool 😎 crown 👑 cry 😢 crystal_ball 🔮 dart 🎯 date 📅 deciduous_tree 🌳 desktop_computer 🖥️
disappointed 😞 dizzy 💫 dna 🧬 dog 🐶 dollar 💵 door 🚪 dotted_line_face 🫥 earth_africa 🌍
earth_americas 🌎 earth_asia 🌏 eight 8️⃣ electric_plug 🔌 email 📧 envelope ✉️ exclamation ❗
exploding_head 🤯 eye 👁️ eyes 👀 face_with_monocle 🧐 fearful 😨 file_folder 📁 fire 🔥 first_place_medal 🥇
five 5️⃣ floppy_disk 💾 flushed 😳 four 4️⃣ gear ⚙️ gem 💎 ghost 👻 gift 🎁 globe_with_meridians 🌐
green_book 📗 green_heart 💚 grey_exclamation ❕ grey_question ❔ grin 😁 grinning 😀 hammer 🔨
hammer_and_wrench 🛠️ handshake 🤝 heart ❤️ heart_eyes 😍 heavy_check_mark ✔️ heavy_minus_sign ➖
heavy_multiplication_x ✖️ heavy_plus_sign ➕ hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗
hundred 💯 inbox_tray 📥 information_source ℹ️ innocent 😇 jigsaw 🧩 joy 😂 key 🔑 keycap_ten 🔟
label 🏷️ laptop 💻 large_blue_circle 🔵 large_green_circle 🟢 large_orange_circle 🟠 large_red_circle 🔴
large_yellow_circle 🟡 laughing 😆 leaves 🍃 ledger 📒 link 🔗 lock 🔒 loudspeaker 📢 mag 🔍
mag_right 🔎 mailbox 📫 mask 😷 medal 🏅 mega 📣 megaphone 📣 memo 📝 microphone 🎤 microscope 🔬
money_with_wings 💸 moneybag 💰 moon 🌙 mortar_board 🎓 muscle 💪 musical_note 🎵 nerd_face 🤓
neutral_face 😐 new 🆕 newspaper 📰 nine 9️⃣ no_bell 🔕 no_entry ⛔ no_entry_sign 🚫 notebook 📓 ok 🆗
ok_hand 👌 one 1️⃣ open_book 📖 open_file_folder 📂 open_mouth 😮 orange_circle 🟠 outbox_tray 📤
package 📦 page_facing_up 📄 page_with_curl 📃 paperclip 📎 partying_face 🥳 pause_button ⏸️ pencil 📝
pencil2 ✏️ pensive 😔 phone ☎️ pizza 🍕 point_down 👇 point_left 👈 point_right 👉 point_up ☝️
point_up_2 👆 pray 🙏 printer 🖨️ purple_heart 💜 pushpin 📌 question ❓ rabbit 🐰 rage 😡 rainbow 🌈
raised_hand ✋ raised_hands 🙌 recycle ♻️ red_circle 🔴 relaxed ☺️ repeat 🔁 robot_face 🤖 rocket 🚀
rolling_on_the_floor_laughing 🤣 rose 🌹 rotating_light 🚨 round_pushpin 📍 sad 😢 salt 🧂
satisfied 😆 scales ⚖️ scream 😱 second_place_medal 🥈 seedling 🌱 seven 7️⃣ shield 🛡️ ship 🚢 shrug 🤷
six 6️⃣ skull 💀 sleeping 😴 slightly_smiling_face 🙂 smile 😄 smiley 😃 smirk 😏 snail 🐌 snake 🐍
snowflake ❄️ sob 😭 sparkles ✨ sparkling_heart 💖 speech_balloon 💬 spiral_calendar_pad 🗓️
spiral_note_pad 🗒️ star ⭐ star2 🌟 stop_button ⏹️ stop_sign 🛑 stopwatch ⏱️ sun_with_face 🌞 sunglasses 😎
sunny ☀️ sweat 😓 sweat_smile 😅 tada 🎉 telephone_receiver 📞 telescope 🔭 test_tube 🧪 thinking_face 🤔
third_place_medal 🥉 thought_balloon 💭 three 3️⃣ ticket 🎫 timer_clock ⏲️ tools 🛠️ trophy 🏆 turtle 🐢
two 2️⃣ two_hearts 💕 umbrella ☔ unamused 😒 unlock 🔓 upside_down_face 🙃 v ✌️ vertical_traffic_light 🚦
wastebasket 🗑️ wave 👋 waving_hand 👋 warning ⚠️ watch ⌚ weary 😩 white_check_mark ✅ white_circle ⚪
white_large_square ⬜ white_square_button 🔳 wink 😉 worried 😟 wrench 🔧 x ❌ yellow_heart 💛 yum 😋 zap ⚡
zero 0️⃣ zipper_mouth_face 🤐 zzz 💤
`;

const words = TABLE.trim().split(/\s+/);
const SIGNS = new Map(words.flatMap((word, i) => (i % 2 ? [] : [[word, words[i + 1]]])));

/** The sign for a name, with or without a skin tone after it; undefined for names unknown here. */
export const emoji = (name) => SIGNS.get(name.split("::")[0]);

/** `:name:` in text that is otherwise plain. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => emoji(name) ?? whole);
