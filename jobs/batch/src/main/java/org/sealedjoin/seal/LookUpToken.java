package org.sealedjoin.seal;

import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.token.RowFunction;

/** A token to its place in a table that was broadcast, INT; null if it is not there. A place stands for its token, and is labelled as one. */
public final class LookUpToken extends RowFunction {
    private static final long serialVersionUID = 1L;

    private final Broadcast<TokenPlaces> table;
    /** Spark looks for it each time that it is asked. */
    private transient @Nullable TokenPlaces here;

    /** @param table as {@link BuildLookup} makes it */
    LookUpToken(Broadcast<TokenPlaces> table) {
        this.table = table;
    }

    Column place(Column token) {
        return over(DataTypes.IntegerType, DataTypes.BinaryType, token);
    }

    /**
     * Called by Spark.
     *
     * @param token bytes. Declared as an object: Spark's compiler holds types of arrays by class loader, so it may take the {@code byte[]} of its own code for
     *     another type than ours, and Spark then goes on without compiled code
     */
    public @Nullable Integer invoke(@Nullable Object token) {
        TokenPlaces places = here;
        if (places == null) {
            places = table.value();
            here = places;
        }
        int place = token == null ? -1 : places.placeOf((byte[]) token);
        return place < 0 ? null : place;
    }
}
