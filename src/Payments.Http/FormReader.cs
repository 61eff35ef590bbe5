using System.Net;
using System.Text;
using System.Text.Unicode;

namespace Payments.Http;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> bytes: notices that are posted as forms, and answers in that form.</summary>
public static class FormReader
{
    /// <summary>How many fields are read; what comes after them is ignored.</summary>
    public const int MaxFields = 500;

    /// <summary>The fields of a form by their decoded names; of repeated names the last. Never throws.</summary>
    /// <param name="form">The form's bytes.</param>
    /// <param name="fallback">
    /// The encoding of a form that is not UTF-8, such as <see cref="ProviderText.Korean"/>; it is that of all fields or of none. Null for UTF-8 only.
    /// </param>
    /// <returns>The fields.</returns>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> form, Encoding? fallback = null)
    {
        var bytes = form.ToArray();
        List<(byte[] Name, byte[] Value)> fields = [];
        foreach (var range in form.Split((byte)'&'))
        {
            if (fields.Count == MaxFields)
                break;
            var (start, length) = range.GetOffsetAndLength(form.Length);
            if (length == 0)
                continue;
            var name = form.Slice(start, length).IndexOf((byte)'=') is >= 0 and var at ? at : length;
            var value = Math.Min(name + 1, length);
            fields.Add((WebUtility.UrlDecodeToBytes(bytes, start, name)!, WebUtility.UrlDecodeToBytes(bytes, start + value, length - value)!));
        }

        var encoding = fallback is null || fields.TrueForAll(field => Utf8.IsValid(field.Name) && Utf8.IsValid(field.Value)) ? Encoding.UTF8 : fallback;
        var read = new Dictionary<string, string>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            read[encoding.GetString(name)] = encoding.GetString(value);
        return read;
    }
}
