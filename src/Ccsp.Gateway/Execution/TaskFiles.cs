using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Reads files a task names with the gateway's rights, and therefore only regular files in or under the allowed roots, bounded one by one
/// and together, and none of the gateway's own.
/// </summary>
/// <param name="roots">Canonical directories.</param>
/// <param name="dataFolder">The gateway's own.</param>
/// <param name="secrets">Files that hold logins, keys or the configuration.</param>
internal sealed class TaskFiles(IReadOnlyList<string> roots, string dataFolder, IReadOnlyList<string> secrets)
{
    /// <summary>As long as the longest prompt.</summary>
    public const int LongestFile = 10 << 20;

    public const int LongestTogether = 20 << 20;

    /// <param name="paths">As the task names them; a relative one is meant within its working directory.</param>
    /// <param name="workingDirectory">Absolute.</param>
    /// <param name="cancellationToken">Between two files.</param>
    /// <exception cref="CannotStart">One may not be read, or not any more.</exception>
    public IReadOnlyList<IncludedFile> Read(IReadOnlyList<string> paths, string workingDirectory, CancellationToken cancellationToken)
    {
        List<IncludedFile> files = [];
        var together = 0;
        for (var i = 0; i < paths.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var content = Read(paths[i], workingDirectory, $"includeFiles[{i}]: {paths[i]}");
            together += content.Length;
            if (together > LongestTogether)
                throw new CannotStart($"includeFiles: the files have more than {LongestTogether >> 20} MiB together.");
            files.Add(new IncludedFile(paths[i], content));
        }

        return files;
    }

    /// <summary>Whether a file may be included, as far as known now.</summary>
    /// <param name="path">As the task names it.</param>
    /// <param name="workingDirectory">Absolute.</param>
    /// <param name="mayCome">Whether one that is not there is no mistake yet.</param>
    /// <returns>Null when it may.</returns>
    public string? WhyNot(string path, string workingDirectory, bool mayCome)
    {
        try
        {
            using var file = NamedFile.Hold(Path.Combine(workingDirectory, path));
            return WhyNot(file, workingDirectory);
        }
        catch (FileNotFoundException)
        {
            return mayCome ? null : "there is no such file that the gateway can see";
        }
        catch (IOException ex)
        {
            return ex.Message;
        }
    }

    /// <summary>Whether agents may work in a directory.</summary>
    /// <returns>Null when they may, or it is not there: then the start says so.</returns>
    public string? WhyNotDirectory(string path)
    {
        try
        {
            using var directory = NamedFile.Hold(path);
            if (!directory.IsDirectory)
                return $"it is {directory.Kind}";
            if (IsIn(directory.RealPath, Real(dataFolder)))
                return IsInWorkFolder(directory.RealPath, directory.RealPath) ? null : "it is in the data folder of the gateway";
            return IsInRoots(directory.RealPath) ? null : $"it leads to {directory.RealPath}, which is not in {string.Join(" or ", roots)}";
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException ex)
        {
            return ex.Message;
        }
    }

    private byte[] Read(string path, string workingDirectory, string name)
    {
        try
        {
            using var file = NamedFile.Hold(Path.Combine(workingDirectory, path));
            if (WhyNot(file, workingDirectory) is { } reason)
                throw new CannotStart($"{name}: {reason}.");
            using var stream = file.OpenToRead();
            // One byte more than allowed detects growth while reading.
            var content = new byte[Math.Min(file.Length, LongestFile) + 1];
            var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length > LongestFile ? throw new CannotStart($"{name}: {TooLong}.") : content[..Math.Min(length, (int)file.Length)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new CannotStart($"{name}: it cannot be read ({ex.Message}).");
        }
    }

    private const string Own = "it belongs to the gateway";

    private static string TooLong => $"it has more than {LongestFile >> 20} MiB";

    private string? WhyNot(NamedFile file, string workingDirectory)
    {
        if (file.IsRegular && file.Length > LongestFile)
            return TooLong;
        if (!file.IsRegular)
            return $"it is {file.Kind}; only regular files can be included";
        if (file.IsOfKernel)
            return "it is a file of the kernel; only regular files can be included";
        if (IsIn(file.RealPath, Real(dataFolder)))
            return IsInWorkFolder(file.RealPath, Real(workingDirectory)) ? null : Own;
        if (!IsInRoots(file.RealPath))
            return $"it must lie in {string.Join(" or ", roots)}";
        if (IsSecret(file))
            return Own;
        return null;
    }

    private bool IsInRoots(string path) => roots.Any(root => root == "/" || IsIn(path, Real(root)));

    /// <summary>Whether both are in the folder for tasks without a directory; the rest of the data folder is the gateway's own.</summary>
    private bool IsInWorkFolder(string path, string workingDirectory)
    {
        var data = Real(dataFolder);
        return IsIn(workingDirectory, data) && Path.GetRelativePath(data, workingDirectory).Split('/') is ["runs", var task, "work", ..]
            && IsIn(path, Path.Combine(data, "runs", task, "work"));
    }

    private bool IsSecret(NamedFile file) => secrets.Any(path =>
    {
        try
        {
            using var secret = NamedFile.Hold(path);
            return secret.IsSameAs(file);
        }
        catch (IOException)
        {
            // Missing, so not this one.
            return false;
        }
    });

    private static string Real(string path)
    {
        try
        {
            using var named = NamedFile.Hold(path);
            return named.RealPath;
        }
        catch (IOException)
        {
            return Path.GetFullPath(path);
        }
    }

    private static bool IsIn(string path, string root) =>
        root == "/" || path == root || (path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/');
}
