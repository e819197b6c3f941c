namespace Ccsp.Gateway.Api.Peers;

/// <summary>Of a run of this instance.</summary>
internal sealed class LocalOutput(string path, Func<Task?> growth) : OutputView
{
    public override string Path => path;

    public override Task? Growth() => growth();

    public override Task WholeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        // The file belongs to the run.
    }
}
