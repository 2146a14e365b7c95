package dev.bogie.runtime.plugin;

/** A plugin that was not put into service; what was in service before still is. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Not part of the serialized form: the message says it all. */
    private final transient PluginProblem problem;

    /**
     * For one problem. Has no cause: its classes might be the plugin's.
     *
     * @param problem what is wrong
     */
    public PluginException(PluginProblem problem) {
        super(problem.line());
        this.problem = problem;
    }

    /**
     * What is wrong.
     *
     * @return the problem
     */
    public PluginProblem problem() {
        return problem;
    }
}
