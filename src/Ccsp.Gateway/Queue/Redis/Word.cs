using System.Globalization;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A key, or a value.</summary>
internal readonly struct Word
{
    private Word(RedisKey key)
    {
        Key = key;
        IsName = true;
    }

    public Word(RedisValue value) => Value = value;

    public bool IsName { get; }

    public RedisKey Key { get; }

    public RedisValue Value { get; }

    public static Word Name(RedisKey key) => new(key);

    public static implicit operator Word(string value) => new((RedisValue)value);

    public static implicit operator Word(long value) => new((RedisValue)value);

    public static implicit operator Word(int value) => new((RedisValue)value);

    public static implicit operator Word(byte[] value) => new((RedisValue)value);

    /// <summary>As exact as the double is.</summary>
    public static implicit operator Word(double value) => new((RedisValue)value.ToString("R", CultureInfo.InvariantCulture));
}
