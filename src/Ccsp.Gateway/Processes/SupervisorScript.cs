using System.Globalization;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Processes;

/// <summary>The supervisor script, its command line, and the arguments that describe a run.</summary>
internal sealed class SupervisorScript(Tools tools, string path)
{
    /// <summary>Writes the script into the data folder, replacing an existing one by a rename.</summary>
    public static SupervisorScript Install(Tools tools, string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "supervisor.sh");
        PrivateFile.CreateFolder(dataDirectory);
        using var script = new MemoryStream();
        using (var source = typeof(SupervisorScript).Assembly.GetManifestResourceStream("supervisor.sh")!)
            source.CopyTo(script);
        PrivateFile.Replace(path, script.ToArray());
        return new SupervisorScript(tools, path);
    }

    /// <summary>Starts a supervisor, which waits at its gate; in <paramref name="group"/> if given.</summary>
    /// <param name="home">The cgroup it returns to.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">With the errno of fork or exec.</exception>
    public Standby Start(string? home, string? group)
    {
        string[] groups = group is null ? [] : [home!, group];
        string[] arguments = [tools.Shell, path, tools.Env, tools.Sleep, tools.Sync, tools.RemoveFolder, .. groups];
        // In this locale bytes are characters, so texts pass unchanged through any shell.
        var environment = new Dictionary<string, string> { ["LC_ALL"] = "C" };
        var (pid, gate) = ChildProcess.StartDetached(tools.Setsid, arguments, environment, "/");
        // It waits for its arguments and has no children yet.
        var identity = new ProcessIdentity(pid, ProcStat.Read(pid)?.StartTime ?? 0, ProcessIdentity.CurrentBootId,
            group) { Tag = ProcessTag.Put(pid) };
        return new Standby(identity, gate);
    }

    /// <param name="command">The command to run.</param>
    /// <param name="program">Its absolute path.</param>
    /// <param name="limits">Cgroups of v1 controllers, which the CLI enters by itself.</param>
    public static IEnumerable<string> Arguments(SupervisedCommand command, string program, IEnumerable<string> limits) =>
    [
        command.Directory,
        command.Deadline.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        ((long)command.DeadlineGrace.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        command.Lease ?? "",
        command.WorkingDirectory,
        .. limits, "--",
        .. command.Environment.Where(variable => variable.Key != Token).Select(variable => $"{variable.Key}={variable.Value}"),
        $"{Token}={command.Marker}", "--",
        program, .. command.Arguments,
    ];

    private const string Token = "CCSP_TOKEN";
}
