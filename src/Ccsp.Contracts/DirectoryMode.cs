using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>How a task shares its working directory with others.</summary>
[JsonConverter(typeof(EnumNameConverter<DirectoryMode>))]
public enum DirectoryMode
{
    /// <summary>One run at a time in the directory.</summary>
    Exclusive,

    /// <summary>Any number of runs at a time.</summary>
    Shared,
}
