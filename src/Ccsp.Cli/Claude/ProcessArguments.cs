using System.Text.Unicode;

namespace Ccsp.Cli.Claude;

/// <summary>Reads the process's own arguments as bytes: .NET decodes them as UTF-8, which loses invalid bytes.</summary>
internal static class ProcessArguments
{
    /// <returns>The last <paramref name="count"/> arguments; null when unavailable.</returns>
    public static IReadOnlyList<byte[]>? Last(int count)
    {
        const string own = "/proc/self/cmdline";
        if (!File.Exists(own))
            return null;
        var bytes = File.ReadAllBytes(own);
        var all = new List<byte[]>();
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)0, start);
            end = end < 0 ? bytes.Length : end;
            all.Add(bytes[start..end]);
            start = end + 1;
        }

        return all.Count > count ? all[^count..] : null;
    }

    /// <returns>The first argument (counted from 1) that is not UTF-8; null: none.</returns>
    public static int? FirstBroken(IReadOnlyList<byte[]> arguments) =>
        Enumerable.Range(0, arguments.Count).FirstOrDefault(i => !Utf8.IsValid(arguments[i]), -1) is var found and >= 0 ? found + 1 : null;
}
