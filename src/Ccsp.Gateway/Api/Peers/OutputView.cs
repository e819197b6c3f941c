namespace Ccsp.Gateway.Api.Peers;

/// <summary>The standard output of one run: a file that may still grow.</summary>
internal abstract class OutputView : IDisposable
{
    public abstract string Path { get; }

    /// <returns>Completes with the next growth; null when nothing watches the file.</returns>
    public abstract Task? Growth();

    /// <summary>Completes when the file holds all output of an ended run, or when the rest cannot be fetched.</summary>
    /// <returns>Null: complete. Otherwise a clause that says why the rest is missing.</returns>
    public abstract Task<string?> WholeAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
