"""The Web API: every method there is, by name."""

from collections.abc import Mapping

from sandbox.methods import auth, chat, conversations, history, users, views
from sandbox.methods.call import Method

METHODS: Mapping[str, Method] = {
    "apps.connections.open": auth.open_connection,
    "auth.test": auth.test,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post,
    "chat.update": chat.update,
    "conversations.history": history.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.list": conversations.list_all,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_im,
    "conversations.replies": history.replies,
    "team.info": auth.team_info,
    "users.info": users.info,
    "users.list": users.list_all,
    "views.open": views.open_modal,
    "views.publish": views.publish,
    "views.push": views.push,
    "views.update": views.update,
}
