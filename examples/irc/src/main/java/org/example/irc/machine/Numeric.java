package org.example.irc.machine;

/** Numeric replies (RFC 2812 §5), and what they say where that does not vary. */
enum Numeric {
    RPL_WELCOME(1, ""),
    RPL_YOURHOST(2, ""),
    RPL_CREATED(3, ""),
    RPL_MYINFO(4, ""),
    RPL_ISUPPORT(5, "are supported by this server"),
    RPL_UMODEIS(221, ""),
    RPL_WHOISUSER(311, ""),
    RPL_WHOISSERVER(312, "one room, many ways in"),
    RPL_ENDOFWHO(315, "End of WHO list"),
    RPL_ENDOFWHOIS(318, "End of WHOIS list"),
    RPL_LIST(322, ""),
    RPL_LISTEND(323, "End of LIST"),
    RPL_CHANNELMODEIS(324, ""),
    RPL_TOPIC(332, ""),
    RPL_WHOREPLY(352, ""),
    RPL_NAMREPLY(353, ""),
    RPL_ENDOFNAMES(366, "End of NAMES list"),
    RPL_ENDOFBANLIST(368, "End of channel ban list"),
    RPL_MOTD(372, ""),
    RPL_MOTDSTART(375, ""),
    RPL_ENDOFMOTD(376, "End of MOTD command"),
    ERR_NOSUCHNICK(401, "No such nick/channel"),
    ERR_NOSUCHCHANNEL(403, "No such channel"),
    ERR_CANNOTSENDTOCHAN(404, "Cannot send to channel"),
    ERR_TOOMANYTARGETS(407, "Too many recipients"),
    ERR_INVALIDCAPCMD(410, "Invalid CAP command"),
    ERR_NORECIPIENT(411, "No recipient given"),
    ERR_NOTEXTTOSEND(412, "No text to send"),
    ERR_INPUTTOOLONG(417, "Input line was too long"),
    ERR_UNKNOWNCOMMAND(421, "Unknown command"),
    ERR_NONICKNAMEGIVEN(431, "No nickname given"),
    ERR_ERRONEUSNICKNAME(432, "Erroneous nickname"),
    ERR_NICKNAMEINUSE(433, "Nickname is already in use"),
    ERR_NOTONCHANNEL(442, "You're not on that channel"),
    ERR_NOTREGISTERED(451, "You have not registered"),
    ERR_NEEDMOREPARAMS(461, "Not enough parameters"),
    ERR_ALREADYREGISTRED(462, "Unauthorized command (already registered)"),
    ERR_CHANNELISFULL(471, "Cannot join channel (+l)"),
    ERR_CHANOPRIVSNEEDED(482, "You're not channel operator"),
    ERR_USERSDONTMATCH(502, "Cannot change mode for other users");

    private final int code;
    private final String text;

    Numeric(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Three digits. */
    String code() {
        return String.format("%03d", code);
    }

    String text() {
        return text;
    }
}
