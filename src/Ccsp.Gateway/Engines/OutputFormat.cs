using System.Text.Json.Serialization;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Engines;

/// <summary>The format of a run's stdout.</summary>
[JsonConverter(typeof(EnumNameConverter<OutputFormat>))]
internal enum OutputFormat
{
    /// <summary>Only the result.</summary>
    Text,

    /// <summary>One JSON document at the end: the result event, or an array of all events.</summary>
    Json,

    /// <summary>One event per line.</summary>
    StreamJson,
}
