using System.ComponentModel;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Starts supervised runs and takes over those of an earlier gateway. The order of a start (folder, supervisor in its cgroup unless one is
/// prepared, record, then release by the caller) is safe against a crash at any point: a supervisor that is not released ends by itself.
/// </summary>
internal sealed partial class Supervisors : IDisposable
{
    private readonly SupervisorsOptions _options;
    private readonly SupervisorScript _script;
    private readonly RunSurroundings _around;
    private readonly RootFolder _data;

    private Supervisors(SupervisorsOptions options, SupervisorScript script, Containment containment, RunSurroundings around)
    {
        _options = options;
        _script = script;
        _around = around;
        _data = new RootFolder(options.DataDirectory);
        Containment = containment;
    }

    /// <summary>How runs are held together on this machine, and why; reported by doctor.</summary>
    public Containment Containment { get; }

    /// <exception cref="FileNotFoundException">A system program that supervisors need is not installed; the message names its
    /// package.</exception>
    public static Supervisors Create(SupervisorsOptions options, TimeProvider time)
    {
        var tools = Tools.Find();
        InheritedFiles.Seal();
        var containment = options.ForceScan ? new Containment.Scan("chosen by configuration", CgroupProbe.CanTag(tools))
            : CgroupProbe.Probe(tools, time.GetUtcNow());
        var watch = new FolderWatch();
        var around = new RunSurroundings(watch, new TreeKill(watch, time), time);
        return new Supervisors(options, SupervisorScript.Install(tools, options.DataDirectory), containment, around);
    }

    /// <summary>The gateway's only inotify descriptor, shared with other watchers.</summary>
    public FolderWatch Watch => _around.Watch;

    /// <summary>Determines the state of a run of an earlier gateway, and takes it over.</summary>
    public Task<AdoptOutcome> AdoptAsync(string directory) => new RunAdopter(_around).AdoptAsync(directory);

    /// <summary>Kills all processes with a run's marker, for a folder without a usable record.</summary>
    /// <returns>The surviving process ids.</returns>
    public Task<IReadOnlyList<int>> KillAsync(string marker) =>
        _around.Kill.KillAsync(new RunManifest(ProcessIdentity.Anybody, marker, long.MaxValue, []), cli: null);

    /// <summary>On its own thread, because fork and exec block for about a millisecond.</summary>
    /// <exception cref="ArgumentException">No program can be passed this command.</exception>
    public Task<StartOutcome> StartAsync(SupervisedCommand command, CancellationToken cancellationToken) =>
        Task.Run(() => Start(command, cancellationToken), cancellationToken);

    private StartOutcome Start(SupervisedCommand command, CancellationToken cancellationToken)
    {
        CommandCheck.Throw(command);
        if (FindProgram(command, out var missing) is not { } program) return new StartOutcome.EngineMissing(missing);
        if (!Directory.Exists(command.WorkingDirectory))
            return new StartOutcome.DirectoryMissing($"{command.WorkingDirectory} does not exist");
        if (NativeMethods.Access(command.WorkingDirectory, NativeMethods.X_OK) != 0)
            return new StartOutcome.DirectoryMissing($"{command.WorkingDirectory} may not be entered");
        if (CommandCheck.TooLong(command, program) is { } tooLong) return new StartOutcome.TooLong(tooLong);
        var folder = new RunFolder(command.Directory);
        var standby = TakeStandby();
        try
        {
            // A prepared supervisor reads its arguments while the folder is created.
            if (standby is not null) Send(standby, command, program);
            // After a cancelled start, its successor may already use the same folder.
            cancellationToken.ThrowIfCancellationRequested();
            folder.Create(_data, command.Stdin.Span, command.Files);
            _options.Reached?.Invoke("folder");
            if (standby is null) Send(standby = NewStandby($"ccsp-{command.Marker}", _options.Reached), command, program);
            else foreach (var done in (string[])["cgroup", "spawned"]) _options.Reached?.Invoke(done);
            return new StartOutcome.Started(Record(standby, command, folder));
        }
        catch (Exception ex)
        {
            // Without a record there must be no run: closing the gate makes the supervisor give up.
            standby?.Dispose();
            if (Refusal(ex) is { } refusal) return refusal;
            throw;
        }
    }

    private void Send(Standby standby, SupervisedCommand command, string program)
    {
        if (Containment is Containment.Cgroup cgroup)
            standby.Limits.AddRange(CgroupFolder.Limit(cgroup, standby.Identity.Cgroup!, command));
        standby.Send(SupervisorScript.Arguments(command, program, standby.Limits));
    }

    private SupervisedRun Record(Standby standby, SupervisedCommand command, RunFolder folder)
    {
        IReadOnlyList<string> groups = standby.Identity.Cgroup is { } group ? [group, .. standby.Limits] : [];
        var record = new RunManifest(standby.Identity, command.Marker, command.OutputMax, groups);
        folder.WriteRecord(record);
        _options.Reached?.Invoke("recorded");
        return SupervisedRun.AtGate(folder, record, _around, standby.Gate);
    }

    private static string? FindProgram(SupervisedCommand command, out string reason)
    {
        if (FindFile(command, out reason) is not { } program)
            return null;
        reason = ScriptInterpreter.WhyNot(program, command.Environment.GetValueOrDefault("PATH")) ?? "";
        return reason.Length == 0 ? program : null;
    }

    private static string? FindFile(SupervisedCommand command, out string reason)
    {
        if (command.FileName.Contains('/', StringComparison.Ordinal))
        {
            reason = Path.IsPathRooted(command.FileName) ? ProgramPath.WhyNot(command.FileName) ?? ""
                : $"{command.FileName} is not an absolute path";
            return reason.Length == 0 ? command.FileName : null;
        }
        var path = command.Environment.GetValueOrDefault("PATH", "");
        reason = $"{command.FileName} is not on the PATH {path}{ProgramCure.Of(command.FileName)}";
        return ProgramPath.Find(command.FileName, path);
    }

    /// <summary>The only mapping from errno to an outcome; anything else is a bug or an unexpected environment.</summary>
    private static StartOutcome? Refusal(Exception failure) => Errno(failure) switch
    {
        NativeMethods.EAGAIN or NativeMethods.ENOMEM or NativeMethods.EMFILE or NativeMethods.ENFILE =>
            new StartOutcome.NoResources(failure.Message),
        NativeMethods.ENOSPC or NativeMethods.EDQUOT => new StartOutcome.DiskFull(failure.Message),
        _ => null,
    };

    private static int Errno(Exception failure) => failure switch
    {
        Win32Exception native => native.NativeErrorCode,
        OutOfMemoryException => NativeMethods.ENOMEM,
        // On Unix the class library stores the errno here.
        IOException io => io.HResult,
        _ => 0,
    };
}
