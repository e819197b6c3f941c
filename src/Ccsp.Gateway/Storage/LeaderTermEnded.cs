namespace Ccsp.Gateway.Storage;

/// <summary>A later term has begun in the store: what was to be written in this one was not.</summary>
internal sealed class LeaderTermEnded(LeaderTerm term)
    : OperationCanceledException($"Another instance leads since; this one led in term {term.Number}.", term.Ended);
