package org.sealedjoin.app;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import org.sealedjoin.base.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line.
 *
 * <p>Ends with 0 when done, 2 for usage or settings, 3 for input, 4 when a guarantee refuses, 5 for the environment. A failure is one
 * line on standard error.
 */
@Command(
        name = "sealedjoin",
        description =
                "Matches a messaging platform's numbers with a social network's accounts, for consented people only.",
        mixinStandardHelpOptions = true,
        versionProvider = SealedJoin.Versions.class)
public final class SealedJoin {
    private static final int USAGE = 2;
    private static final int ENVIRONMENT = 5;

    private SealedJoin() {}

    /** Runs one command and ends the process with its status. */
    public static void main(String[] args) {
        var out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        int status = run(new Context(Clock.systemUTC(), new SecureRandom(), out, err), args);
        out.flush();
        System.exit(status);
    }

    /** Runs one command and gives its status. */
    static int run(Context context, String... args) {
        var commands = new CommandLine(new SealedJoin());
        commands.addSubcommand("nightly", new NightlyCommand(context, Product.all()));
        commands.addSubcommand("friends", new NightlyCommand(context, EnumSet.of(Product.FRIENDS)));
        commands.addSubcommand("audiences", new NightlyCommand(context, EnumSet.of(Product.AUDIENCES)));
        commands.addSubcommand("usage", new NightlyCommand(context, EnumSet.of(Product.USAGE)));
        commands.addSubcommand("business", new NightlyCommand(context, EnumSet.of(Product.BUSINESS)));
        commands.addSubcommand("safety", new NightlyCommand(context, EnumSet.of(Product.SAFETY)));
        commands.addSubcommand("verify", new VerifyCommand(context));
        commands.addSubcommand("erase", new EraseCommand(context));
        commands.addSubcommand("withdraw", new WithdrawCommand(context));
        commands.addSubcommand("generate", new GenerateCommand(context));
        commands.addSubcommand("doctor", new DoctorCommand(context));
        commands.addSubcommand("rotate-keys", new RotateKeysCommand(context));
        commands.addSubcommand("evaluate", new EvaluateCommand(context));
        commands.addSubcommand("train", new TrainCommand(context));
        commands.addSubcommand("preview", new PreviewCommand(context));
        commands.addSubcommand("register", new RegisterCommand(context));
        commands.addSubcommand("report", new ReportCommand(context));
        commands.addSubcommand("tables", new TablesCommand(context));
        commands.addSubcommand("flows", new FlowsCommand(context));
        commands.setOut(new java.io.PrintWriter(context.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new java.io.PrintWriter(context.err(), true, StandardCharsets.UTF_8));
        commands.setParameterExceptionHandler((fault, given) -> usage(context, fault));
        commands.setExecutionExceptionHandler((fault, command, parsed) -> failed(context, fault));
        if (args.length == 0) {
            context.err().println("Cannot run sealedjoin: a command is missing (see sealedjoin --help)");
            return USAGE;
        }
        try {
            return commands.execute(args);
        } catch (Throwable fault) {
            // Picocli hands on exceptions only; the message of an error may quote rows as well.
            return failed(context, fault);
        }
    }

    /** Picocli's own messages quote what was typed, which may be anything; only the names of options are repeated. */
    private static int usage(Context context, CommandLine.ParameterException fault) {
        String why = "an argument is not understood";
        if (fault instanceof CommandLine.MissingParameterException missing) {
            why = "missing "
                    + String.join(
                            ", ",
                            missing.getMissing().stream()
                                    .map(SealedJoin::nameOf)
                                    .toList());
        } else if (fault instanceof CommandLine.UnmatchedArgumentException unmatched
                && unmatched.getUnmatched().get(0).matches("-{0,2}[a-z][a-z-]{0,30}")) {
            why = "unknown " + unmatched.getUnmatched().get(0);
        }
        context.err()
                .println("Cannot run " + fault.getCommandLine().getCommandName() + ": " + why + " (see "
                        + fault.getCommandLine().getCommandName() + " --help)");
        return USAGE;
    }

    private static String nameOf(CommandLine.Model.ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** The status that a fault ends the process with. */
    static int statusOf(Throwable fault) {
        return fault instanceof Failure failure ? failure.exitStatus() : ENVIRONMENT;
    }

    private static int failed(Context context, Throwable fault) {
        context.err().println(lineOf(fault));
        return statusOf(fault);
    }

    /** What is printed of a fault. Messages of Spark and Hadoop may quote rows; the classes and the place are enough to find the fault. */
    static String lineOf(Throwable fault) {
        if (fault instanceof Failure failure) {
            return failure.line();
        }
        String why = chain(fault) + " at " + place(fault);
        return isDiskFull(fault)
                ? "Cannot finish: no space is left on a disk that the run writes to (" + why + ")"
                : "Cannot finish: " + why + " (messages are not shown, they may hold personal data)";
    }

    /** What an executor met comes here as text, in the message of another fault. */
    private static boolean isDiskFull(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static String chain(Throwable fault) {
        var names = new StringBuilder(fault.getClass().getSimpleName());
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            names.append(" < ").append(cause.getClass().getSimpleName());
        }
        return names.toString();
    }

    private static String place(Throwable fault) {
        for (StackTraceElement frame : fault.getStackTrace()) {
            if (frame.getClassName().startsWith("org.sealedjoin")) {
                return frame.getClassName().replaceAll(".*\\.", "") + ":" + frame.getLineNumber();
            }
        }
        return "unknown";
    }

    /** Version of the program and of what it runs on. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sealedjoin " + Version.OF_PROGRAM, "Java " + Runtime.version()};
        }
    }
}
