package org.sealedjoin.generate;

/** Numbers that people typed into a form that checks little: mostly E.164, sometimes as at home. */
final class LooseForm {
    private LooseForm() {}

    /** {@code about} and {@code which} choose the form; {@code share} of them are not in E.164, none where the spec says so. */
    static String of(World world, long about, Phone phone, double share, int which) {
        boolean typed = world.spec().forms() == GenerationSpec.Forms.MIXED
                && world.dice().chance(share, Draw.FORM, about, which);
        return typed
                ? WrittenForms.write(phone, phone.plan(), world.dice().bits(Draw.FORM, about, which + 100L))
                : phone.e164();
    }
}
