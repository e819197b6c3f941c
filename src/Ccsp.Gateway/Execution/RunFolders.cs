using System.Globalization;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Execution;

/// <summary>Where the files of runs lie: <c>&lt;data&gt;/runs/&lt;taskId&gt;/&lt;run&gt;/</c> with stdin, stdout, stderr, process.json and
/// exit.json.</summary>
internal sealed class RunFolders(string dataDirectory)
{
    private const string Work = "work";

    public RootFolder Data { get; } = new(dataDirectory);

    public string Root { get; } = Path.Combine(Path.GetFullPath(dataDirectory), "runs");

    /// <summary>Folders of tasks no store knows; beside <see cref="Root"/>, so that moving is a rename.</summary>
    public string Orphaned { get; } = Path.Combine(Path.GetFullPath(dataDirectory), "orphaned");

    /// <summary>The folder of all runs of a task.</summary>
    public string OfTask(string taskId) => Path.Combine(Root, taskId);

    public string OfRun(string taskId, int run) => Path.Combine(Root, taskId, run.ToString(CultureInfo.InvariantCulture));

    public string Stdout(string taskId, int run) => Path.Combine(OfRun(taskId, run), "stdout");

    public string Stderr(string taskId, int run) => Path.Combine(OfRun(taskId, run), "stderr");

    /// <summary>Removes everything of a task.</summary>
    /// <exception cref="IOException">Something of it could not be removed.</exception>
    public void Delete(string taskId) => FolderRemoval.Remove(OfTask(taskId));

    /// <exception cref="IOException">A file could not be removed.</exception>
    public void Tidy(string taskId)
    {
        foreach (var folder in Directory.EnumerateDirectories(OfTask(taskId)))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var run))
                Tidy(taskId, run);
        }
    }

    /// <summary>
    /// Keeps only the output of an ended run. The rest (prompt, records, the supervisor's files, an empty working directory, an empty
    /// stderr) is no longer needed. Only for stored endings: a later gateway reads the records of any other.
    /// </summary>
    /// <exception cref="IOException">A file could not be removed.</exception>
    public void Tidy(string taskId, int run)
    {
        var stderr = Stderr(taskId, run);
        if (Directory.Exists(OfRun(taskId, run)))
        {
            foreach (var file in Directory.EnumerateFiles(OfRun(taskId, run)))
            {
                if (file != Stdout(taskId, run) && (file != stderr || new FileInfo(file).Length == 0))
                    File.Delete(file);
            }
        }

        FolderRemoval.RemoveIfEmpty(WorkOfTask(taskId));
    }

    /// <summary>The working directory of a task that named none; lives as long as the task.</summary>
    public string WorkOfTask(string taskId) => Path.Combine(Root, taskId, Work);

    /// <summary>Whether this is a task's own working directory.</summary>
    public bool IsWork(string directory) => Path.GetRelativePath(Root, directory).Split('/') is [not "..", Work];
}
