using System.Text;

namespace Ccsp.Gateway.Storage.Records;

/// <summary>Compares keys by UTF-8 bytes, as both stores do; UTF-16 sorts some characters differently.</summary>
internal sealed class RecordKeyOrder : IComparer<string>
{
    public static RecordKeyOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
