package dev.bogie.runtime;

import java.util.List;

/**
 * What a search for the providers of a service found.
 *
 * @param providers those that work
 * @param problems those that are there but failed
 * @param <S> the service
 */
public record Found<S>(List<Provider<S>> providers, List<ProviderProblem> problems) {
    /** Copies both lists. */
    public Found {
        providers = List.copyOf(providers);
        problems = List.copyOf(problems);
    }
}
