using System.Globalization;

namespace Ccsp.EndToEnd.Support;

/// <summary>What a gateway holds of its machine at one moment.</summary>
/// <param name="Inodes">Files and folders in the data folder.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Descriptors">Open files of the process.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="Resident">Memory of the process in bytes.</param>
internal sealed record Footprint(long Inodes, long Bytes, long Descriptors, long Threads, long Resident)
{
    public static Footprint Of(int processId, string dataFolder)
    {
        var (inodes, bytes) = (0L, 0L);
        foreach (var entry in new DirectoryInfo(dataFolder)
            .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            inodes++;
            // A file may go while it is looked at.
            bytes += entry is FileInfo { Exists: true } file ? Length(file) : 0;
        }

        return new Footprint(
            inodes, bytes, Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length, StatusOf(processId, "Threads"),
            StatusOf(processId, "VmRSS") * 1024);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Inodes} inodes, {Bytes / 1048576.0:0.0} MB on disk, {Descriptors} descriptors, {Threads} threads, {Resident / 1048576.0:0} MB "
        + $"resident");

    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    private static long StatusOf(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
