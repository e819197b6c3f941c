using System.Globalization;

namespace Ccsp.Gateway.Execution;

/// <summary>Where the files of runs lie: <c>&lt;data&gt;/runs/&lt;taskId&gt;/&lt;run&gt;/</c> with stdin, stdout, stderr, process.json and exit.json.</summary>
internal sealed class RunFolders(string dataDirectory)
{
    public string Root { get; } = Path.Combine(Path.GetFullPath(dataDirectory), "runs");

    /// <summary>The folder of all runs of a task.</summary>
    public string OfTask(string taskId) => Path.Combine(Root, taskId);

    public string OfRun(string taskId, int run) => Path.Combine(Root, taskId, run.ToString(CultureInfo.InvariantCulture));

    public string Stdout(string taskId, int run) => Path.Combine(OfRun(taskId, run), "stdout");

    public string Stderr(string taskId, int run) => Path.Combine(OfRun(taskId, run), "stderr");

    /// <summary>Removes everything of a task that is not kept any more.</summary>
    public void Delete(string taskId)
    {
        if (Directory.Exists(OfTask(taskId)))
            Directory.Delete(OfTask(taskId), recursive: true);
    }

    /// <summary>The working directory of a task that named none; lives as long as the task.</summary>
    public string WorkOfTask(string taskId) => Path.Combine(Root, taskId, "work");
}
