using Ccsp.RedisServers;

namespace Ccsp.EndToEnd.Support;

/// <summary>
/// The published gateway in a data folder of its own, with the stand-in behind the real CLI and the fake agent as a second engine.
/// </summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly GatewaySetup _setup;
    private ChildProgram? _program;

    private GatewayProcess(GatewaySetup setup) => _setup = setup;

    public Rest Rest { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public ChildProgram Program => _program ?? throw new InvalidOperationException("The gateway is not running.");

    public string DataFolder => _setup.DataFolder;

    /// <summary>Whether the process is gone, by its own doing or ours.</summary>
    public bool IsDead => _program is null || _program.Exited.IsCompleted;

    /// <param name="setup">Data folder, configuration, environment.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="andKill">Only to know its port: it is killed at once.</param>
    public static async Task<GatewayProcess> StartAsync(GatewaySetup setup, CancellationToken cancellationToken, bool andKill = false)
    {
        var gateway = new GatewayProcess(setup);
        await gateway.StartAgainAsync(cancellationToken);
        if (andKill)
            await gateway.KillAsync();
        return gateway;
    }

    /// <returns>False when it died before it was ready.</returns>
    public async Task<bool> TryStartAgainAsync(IReadOnlyDictionary<string, string> more, CancellationToken cancellationToken)
    {
        try
        {
            await StartAgainAsync(cancellationToken, more);
            return true;
        }
        catch (InvalidOperationException)
        {
            // It never said that it is ready. Its output ends a moment before the system tells of its death.
            await Poll.UntilAsync(() => IsDead, "the death of a gateway that was never ready", cancellationToken);
            return false;
        }
    }

    /// <summary>The same data folder and the same port, as after a crash.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? more = null)
    {
        // While it is away, the system must not give its port to somebody else.
        var listen = Url.Length == 0 ? $"127.0.0.1:{LoopbackPort.Free()}" : new Uri(Url).Authority;
        _program = ChildProgram.Start(
            Repository.Ccsp, ["serve", "--listen", listen, "--config", _setup.ConfigFile], _setup.Environment(more), _setup.DataFolder);
        var ready = await _program.LineAsync("ready on ", cancellationToken);
        Url = ready[(ready.IndexOf("ready on ", StringComparison.Ordinal) + 9)..].Split(' ')[0];
        // The same one as before: somebody may be about to ask it.
        Rest ??= new Rest(Url, await File.ReadAllTextAsync(Path.Combine(_setup.DataFolder, "local.key"), cancellationToken));
    }

    /// <summary>SIGKILL: no chance to say goodbye.</summary>
    public async Task KillAsync()
    {
        await Program.KillAsync();
        await Program.DisposeAsync();
        _program = null;
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        Program.Signal(15);
        await Program.Exited.WaitAsync(cancellationToken);
        var code = Program.ExitCode;
        await Program.DisposeAsync();
        _program = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        Rest?.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        await Survivors.EndAllOfAsync(DataFolder);
    }
}
