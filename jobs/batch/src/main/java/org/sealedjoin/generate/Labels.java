package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.ColumnType;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Table;

/**
 * The truth about people who do not behave as everybody does, for measuring; no input table. {@code platform, subject_id, role, abusive}: a row for
 * each platform that the person is on. Role {@code sanctioned} is somebody whom a platform banned or disabled for abuse, {@code mistaken} one
 * whom it did so by mistake. Who has no row is harmless.
 */
record Labels(World world, Life life, Roles roles) implements Serializable {
    private static final double MISTAKES = 0.08;

    private static final Table TABLE = new Table(
            "labels",
            Table.Presence.NEEDED,
            Table.BadRows.STOP_ABOVE_SHARE,
            "",
            "Who abuses.",
            List.of(
                    column("platform", ColumnType.STRING),
                    column("subject_id", ColumnType.LONG),
                    column("role", ColumnType.STRING),
                    column("abusive", ColumnType.BOOLEAN)));

    private static DeclaredColumn column(String name, ColumnType type) {
        return new DeclaredColumn(name, type, true, Set.of(), List.of(), OptionalLong.empty(), name);
    }

    RowSource source() {
        return new RowSource(TABLE, world.people(), world.people() / 10, this::labels);
    }

    private void labels(long person, RowSource.Sink out) {
        Roles.Role role = roles.of(person);
        boolean mistaken = world.dice().chance(MISTAKES, Draw.ROLE, person, 4);
        boolean sanctioned =
                (world.onMessaging(person) && life.userStatus(person).equals("banned"))
                        || (world.onSocial(person) && life.accountStatus(person).equals("disabled"));
        boolean abusive = role.abuses() || (sanctioned && !mistaken);
        String word = role.abuses() || !sanctioned ? role.word() : mistaken ? "mistaken" : "sanctioned";
        if (role != Roles.Role.ORDINARY || sanctioned) {
            if (world.onMessaging(person)) {
                out.row(Platform.MESSAGING.word(), world.userId(person), word, abusive);
            }
            if (world.onSocial(person)) {
                out.row(Platform.SOCIAL.word(), world.accountId(person), word, abusive);
            }
        }
    }
}
