using System.Text;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>Keys in the order of their UTF-8 bytes, as both stores keep them; UTF-16 orders some characters differently.</summary>
internal sealed class RecordKeyOrder : IComparer<string>
{
    public static RecordKeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
