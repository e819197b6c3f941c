using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>A Lua script with its hash. Before it does anything it checks that all its commands are permitted.</summary>
internal sealed partial class RedisScript
{
    private RedisScript(string name, string text)
    {
        Name = name;
        Text = text;
#pragma warning disable CA5350 // The protocol's name of a script; nothing is protected by it.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>SHA-1 of the text, for EVALSHA.</summary>
    public byte[] Hash { get; }

    /// <param name="name">Of an embedded <c>.lua</c> file.</param>
    public static RedisScript Load(string name)
    {
        var text = Read(name);
        // Channels need another check than keys; publishing scripts do it themselves.
        var names = Call().Matches(text).Select(call => call.Groups["command"].Value).Where(command => command != "PUBLISH").Distinct();
        var question = $"local refusal = refused({{ '{string.Join("', '", names)}' }})\nif refusal then return refusal end\n";
        return new RedisScript(name, Read("allowed") + question + text);
    }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"(?:call|in_parts)\('(?<command>[A-Z]+)'")]
    private static partial Regex Call();
}
