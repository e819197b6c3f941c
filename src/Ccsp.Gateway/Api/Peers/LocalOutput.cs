namespace Ccsp.Gateway.Api.Peers;

/// <summary>Output of a run on this instance.</summary>
internal sealed class LocalOutput(string path, Func<Task?> growth) : OutputView
{
    public override string Path => path;

    public override Task? Growth() => growth();

    public override Task<string?> WholeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public override void Dispose()
    {
        // The file belongs to the run, not to this view.
    }
}
