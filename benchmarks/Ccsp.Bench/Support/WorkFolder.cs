namespace Ccsp.Bench.Support;

/// <summary>
/// A folder of its own under the system's temporary one. All are removed when the program ends and none before: ext4 passes over the places
/// of recently deleted files one by one whenever a file is made, which made the runs of the next measure two to three times as dear.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly List<string> Used = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("ccsp-bench-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Sub(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => Used.Add(Path);

    /// <summary>At the end of the program.</summary>
    public static void RemoveAll() => Used.ForEach(path => Directory.Delete(path, recursive: true));
}
