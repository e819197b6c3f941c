using System.ComponentModel;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Starts supervised runs and takes over those of an earlier gateway. The order of a start (folder, cgroup, supervisor, record, then release by
/// the caller) leaves nothing unknown wherever a crash cuts it off: a supervisor that is not released ends by itself.
/// </summary>
internal sealed partial class Supervisors : IDisposable
{
    private readonly SupervisorsOptions _options;
    private readonly SupervisorScript _script;
    private readonly RunSurroundings _around;

    private Supervisors(SupervisorsOptions options, SupervisorScript script, Containment containment, RunSurroundings around)
    {
        _options = options;
        _script = script;
        _around = around;
        Containment = containment;
    }

    /// <summary>How runs are held together here, and why; for doctor.</summary>
    public Containment Containment { get; }

    /// <exception cref="FileNotFoundException">A system program a supervisor needs is not installed; the message names its package.</exception>
    public static Supervisors Create(SupervisorsOptions options, TimeProvider time)
    {
        var tools = Tools.Find();
        InheritedFiles.Seal();
        var containment = options.ForceScan ? new Containment.Scan("chosen by configuration") : CgroupProbe.Probe(tools, time.GetUtcNow());
        var watch = new FolderWatch();
        var around = new RunSurroundings(watch, new TreeKill(watch, time), time);
        return new Supervisors(options, SupervisorScript.Install(tools, options.DataDirectory), containment, around);
    }

    /// <summary>On a thread of its own, because fork and exec block the caller for about a millisecond.</summary>
    /// <exception cref="ArgumentException">The command cannot be passed to any program.</exception>
    public Task<StartOutcome> StartAsync(RunCommand command, CancellationToken stop) => Task.Run(() => Start(command), stop);

    public void Dispose() => _around.Watch.Dispose();

    private StartOutcome Start(RunCommand command)
    {
        CommandCheck.Throw(command);
        if (FindProgram(command, out var missing) is not { } program) return new StartOutcome.EngineMissing(missing);
        if (!Directory.Exists(command.WorkingDirectory)) return new StartOutcome.DirectoryMissing($"{command.WorkingDirectory} does not exist");
        if (NativeMethods.Access(command.WorkingDirectory, NativeMethods.X_OK) != 0)
            return new StartOutcome.DirectoryMissing($"{command.WorkingDirectory} may not be entered");
        var folder = new RunFolder(command.Directory);
        IReadOnlyList<string> groups = [];
        try
        {
            folder.Create(command.Stdin.Span, command.Files);
            _options.Reached?.Invoke("folder");
            groups = Containment is Containment.Cgroup cgroup ? CgroupFolder.Create(cgroup, command) : [];
            _options.Reached?.Invoke("cgroup");
            return new StartOutcome.Started(Spawn(command, program, folder, groups));
        }
        catch (Exception failure) when (Refusal(failure) is not null)
        {
            foreach (var group in groups) CgroupFolder.Remove(group);
            return Refusal(failure)!;
        }
    }

    private SupervisedRun Spawn(RunCommand command, string program, RunFolder folder, IReadOnlyList<string> groups)
    {
        var environment = new Dictionary<string, string>(command.Environment) { ["CCSP_TOKEN"] = command.Marker };
        var (pid, gate) = ChildProcess.StartDetached(_script.Program, _script.Arguments(command, program, groups), environment, command.WorkingDirectory);
        try
        {
            _options.Reached?.Invoke("spawned");
            var started = ProcStat.Read(pid)?.StartTime ?? 0;
            var identity = new ProcessIdentity(pid, started, ProcessIdentity.CurrentBootId, groups.Count > 0 ? groups[0] : null);
            var record = new RunRecord(identity, command.Marker, command.OutputMax, groups);
            folder.WriteRecord(record);
            _options.Reached?.Invoke("recorded");
            return SupervisedRun.AtGate(folder, record, _around, gate);
        }
        catch
        {
            // Without a record there must be no run: the closed gate makes the supervisor give up.
            gate.Dispose();
            throw;
        }
    }

    private static string? FindProgram(RunCommand command, out string reason)
    {
        if (command.FileName.Contains('/', StringComparison.Ordinal))
        {
            reason = Path.IsPathRooted(command.FileName) ? ProgramPath.WhyNot(command.FileName) ?? "" : $"{command.FileName} is not an absolute path";
            return reason.Length == 0 ? command.FileName : null;
        }
        var path = command.Environment.GetValueOrDefault("PATH", "");
        reason = $"{command.FileName} is not on the PATH {path}";
        return ProgramPath.Find(command.FileName, path);
    }

    /// <summary>The one place where errno becomes an outcome; what is not here is a bug or an environment nobody foresaw.</summary>
    private static StartOutcome? Refusal(Exception failure) => Errno(failure) switch
    {
        NativeMethods.EAGAIN or NativeMethods.ENOMEM or NativeMethods.EMFILE or NativeMethods.ENFILE => new StartOutcome.NoResources(failure.Message),
        NativeMethods.ENOSPC or NativeMethods.EDQUOT => new StartOutcome.DiskFull(failure.Message),
        NativeMethods.E2BIG => new StartOutcome.TooLong(failure.Message),
        _ => null,
    };

    private static int Errno(Exception failure) => failure switch
    {
        Win32Exception native => native.NativeErrorCode,
        OutOfMemoryException => NativeMethods.ENOMEM,
        // On Unix the class library keeps the errno here.
        IOException io => io.HResult,
        _ => 0,
    };
}
