package dev.bogie.testkit.hostile;

import dev.bogie.testkit.stranger.LinesProtocol;
import dev.bogie.transport.Match;
import dev.bogie.transport.Setting;

import java.nio.ByteBuffer;
import java.util.List;

/** Ways for a protocol to be wrong about itself. */
enum DescriptionFault implements Fault {
    CONSUMES_WHAT_IT_IS_SHOWN("theBufferIsLeftAsItWas") {
        @Override
        Match match(Match right, ByteBuffer firstBytes) {
            byte unused = firstBytes.get();
            return right;
        }
    },
    COUNTS_HOW_OFTEN_IT_IS_ASKED("theSameBytesHaveTheSameAnswerInAnyBuffer") {
        private int asked;

        @Override
        Match match(Match right, ByteBuffer firstBytes) {
            return ++asked % 2 == 0 ? right : Match.NO;
        }
    },
    CHANGES_ITS_MIND("onceItHasSaidYesOrNoMoreBytesChangeNothing") {
        @Override
        Match match(Match right, ByteBuffer firstBytes) {
            return firstBytes.remaining() == 5 ? Match.NO : right;
        }
    },
    ASKS_FOR_EVER("itAsksForMoreBelowItsLimitOnly") {
        @Override
        Match match(Match right, ByteBuffer firstBytes) {
            return right == Match.NO ? Match.MORE : right;
        }
    },
    IS_SURE_TOO_LATE("theFirstConversationIsRecognisedWithinTheLimit") {
        @Override
        Match match(Match right, ByteBuffer firstBytes) {
            return firstBytes.remaining() < 6 ? Match.MORE : right;
        }
    },
    MAKES_ITS_SETTINGS_ANEW("theDescriptionIsTheSameAtEachCall") {
        @Override
        List<Setting<?>> settings() {
            return List.of(Setting.count("lines.n" + System.nanoTime(), 0, 0, 1, "new"));
        }
    },
    DECLARES_A_SETTING_TWICE("theNamesOfTheSettingsDiffer") {
        @Override
        List<Setting<?>> settings() {
            return List.of(NUMBER, NUMBER);
        }
    },
    IS_NAMED_LIKE_A_CLASS("theNameIsOfLowerCaseLettersDigitsDotsAndDashes") {
        @Override
        String protocolName() {
            return "LinesProtocol";
        }
    };

    private static final Setting<Long> NUMBER = Setting.count("lines.n", 0, 0, 1, "a number");

    private final String meant;

    DescriptionFault(String meant) {
        this.meant = meant;
    }

    @Override
    public String meant() {
        return meant;
    }

    Match match(Match right, ByteBuffer firstBytes) {
        return right;
    }

    List<Setting<?>> settings() {
        return List.of();
    }

    String protocolName() {
        return "lines";
    }

    @Override
    public LinesProtocol protocol() {
        DescriptionFault fault = this;
        return new LinesProtocol() {
            @Override
            public String name() {
                return protocolName();
            }

            @Override
            public List<Setting<?>> settings() {
                return fault.settings();
            }

            @Override
            public Match match(ByteBuffer firstBytes) {
                return fault.match(super.match(firstBytes), firstBytes);
            }
        };
    }
}
