namespace Ccsp.EndToEnd.Support;

/// <summary>
/// The published gateway in a data folder of its own, with the stand-in behind the real CLI and the fake agent as a second engine.
/// </summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly GatewaySetup setup;
    private ChildProgram? program;

    private GatewayProcess(GatewaySetup setup) => this.setup = setup;

    public Rest Rest { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public ChildProgram Program => program ?? throw new InvalidOperationException("The gateway is not running.");

    public string DataFolder => setup.DataFolder;

    /// <summary>Whether the process is gone, by its own doing or ours.</summary>
    public bool IsDead => program is null || program.Exited.IsCompleted;

    /// <param name="setup">Data folder, configuration, environment.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="andKill">Only to know its port: it is killed at once.</param>
    public static async Task<GatewayProcess> StartAsync(GatewaySetup setup, CancellationToken stop, bool andKill = false)
    {
        var gateway = new GatewayProcess(setup);
        await gateway.StartAgainAsync(stop);
        if (andKill)
            await gateway.KillAsync();
        return gateway;
    }

    /// <returns>False when it died before it was ready.</returns>
    public async Task<bool> TryStartAgainAsync(IReadOnlyDictionary<string, string> more, CancellationToken stop)
    {
        try
        {
            await StartAgainAsync(stop, more);
            return true;
        }
        catch (InvalidOperationException)
        {
            // It never said that it is ready. Its output ends a moment before the system tells of its death.
            await Poll.UntilAsync(() => IsDead, "the death of a gateway that was never ready", stop);
            return false;
        }
    }

    /// <summary>The same data folder and the same port, as after a crash.</summary>
    public async Task StartAgainAsync(CancellationToken stop, IReadOnlyDictionary<string, string>? more = null)
    {
        var listen = Url.Length == 0 ? "127.0.0.1:0" : new Uri(Url).Authority;
        program = ChildProgram.Start(
            Repository.Ccsp, ["serve", "--listen", listen, "--config", setup.ConfigFile], setup.Environment(more), setup.DataFolder);
        var ready = await program.LineAsync("ready on ", stop);
        Url = ready[(ready.IndexOf("ready on ", StringComparison.Ordinal) + 9)..].Split(' ')[0];
        Rest?.Dispose();
        Rest = new Rest(Url, await File.ReadAllTextAsync(Path.Combine(setup.DataFolder, "local.key"), stop));
    }

    /// <summary>SIGKILL: no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        await Program.KillAsync();
        await Program.DisposeAsync();
        program = null;
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken stop)
    {
        Program.Signal(15);
        await Program.Exited.WaitAsync(stop);
        var code = Program.ExitCode;
        await Program.DisposeAsync();
        program = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        Rest?.Dispose();
        if (program is not null)
            await program.DisposeAsync();
        await Survivors.EndAllOfAsync(DataFolder);
    }
}
