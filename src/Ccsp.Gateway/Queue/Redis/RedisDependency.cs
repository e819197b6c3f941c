using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>From a parent to an unended child. Open until the parent ends once; a closed one protects the parent from deletion.</summary>
internal readonly record struct RedisDependency(string Child, ParentFailure OnFailure, bool Open)
{
    public static string Write(ParentFailure onFailure, bool open) => EnumNames<ParentFailure>.Of(onFailure) + (open ? " open" : " closed");

    public static RedisDependency Read(string child, string text)
    {
        var space = text.IndexOf(' ');
        return EnumNames<ParentFailure>.TryParse(text[..space], out var onFailure)
            ? new RedisDependency(child, onFailure, text[(space + 1)..] == "open")
            : throw new InvalidDataException($"The dependency of {child} cannot be read: '{text}'.");
    }
}
