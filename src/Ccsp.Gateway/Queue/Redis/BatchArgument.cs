using System.Globalization;
using StackExchange.Redis;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>An argument of the commit script: the name of a key, or a value.</summary>
internal readonly struct BatchArgument
{
    private BatchArgument(RedisKey key)
    {
        Key = key;
        IsName = true;
    }

    public BatchArgument(RedisValue value) => Value = value;

    public bool IsName { get; }

    public RedisKey Key { get; }

    public RedisValue Value { get; }

    public static BatchArgument Name(RedisKey key) => new(key);

    public static implicit operator BatchArgument(string value) => new((RedisValue)value);

    public static implicit operator BatchArgument(long value) => new((RedisValue)value);

    public static implicit operator BatchArgument(int value) => new((RedisValue)value);

    public static implicit operator BatchArgument(byte[] value) => new((RedisValue)value);

    /// <summary>Round-trips the double exactly.</summary>
    public static implicit operator BatchArgument(double value) => new((RedisValue)value.ToString("R", CultureInfo.InvariantCulture));
}
