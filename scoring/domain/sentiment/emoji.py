"""What emoji say of a mood, on VADER's scale; those that mean both or neither aren't here.

On short videos 😭 and 💀 mean laughter as often as grief, so they count for nothing.
"""

_VALUES = {
    3.0: "😍🥰🤩💖💕💗💘💝",
    2.0: "❤🧡💛💚💙💜🤍😀😃😄😁😊☺😇😘😗😚😙😻🎉🥳👏🏆🔥👍💪🙌✨😎🤗💯",
    1.0: "🙂😉😂🤣😆😅😋😜😝🤪🌟⭐👌🙏☀🌈",
    -1.0: "😐😕🙁😒😬🙄😓",
    -2.0: "😞😔😟😢😣😖😩😫😨😰😱😠👎💔🤢🤒🤕😥",
    -3.0: "😡🤬🤮",
}
EMOJI = {emoji: value for value, group in _VALUES.items() for emoji in group}
