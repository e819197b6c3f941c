namespace Ccsp.Gateway.Api.Peers;

/// <summary>The standard output of one run as a follower reads it: a file that may still grow.</summary>
internal abstract class OutputView : IDisposable
{
    public abstract string Path { get; }

    /// <returns>Completes with the next growth; null when nobody watches that file.</returns>
    public abstract Task? Growth();

    /// <summary>Completes once the file holds all there is of a run that ended, or when the rest cannot be had.</summary>
    /// <returns>Null: it is whole. Otherwise in one clause why the rest is missing.</returns>
    public abstract Task<string?> WholeAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
