using System.Security.Cryptography;
using System.Text;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>A Lua script with the hash servers know it by.</summary>
internal sealed class RedisScript
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

    /// <summary>SHA-1 of the text: what EVALSHA asks for.</summary>
    public byte[] Hash { get; }

    /// <param name="name">Of an embedded <c>.lua</c> file.</param>
    public static RedisScript Load(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException($"There is no script {name}.");
        using var reader = new StreamReader(stream);
        return new RedisScript(name, reader.ReadToEnd());
    }
}
