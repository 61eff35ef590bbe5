using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Payments.AspNetCore;

/// <summary>What a browser brings back: query and form, with names as they are written. Of one name the last counts, and the form above the query.</summary>
internal static class ReturnParameters
{
    private const int MaxFormBytes = 64 * 1024;
    private const int MaxFields = 100;
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Reads the parameters.</summary>
    /// <returns>The parameters; null with the status to answer with, where they cannot be read.</returns>
    internal static async ValueTask<(Dictionary<string, string>? Parameters, int Status)> ReadAsync(HttpRequest request)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            parameters[pair.DecodeName().ToString()] = pair.DecodeValue().ToString();
        if (!HttpMethods.IsPost(request.Method) || request.ContentLength == 0)
            return (parameters, StatusCodes.Status200OK);

        if (request.ContentType?.StartsWith(Form, StringComparison.OrdinalIgnoreCase) != true)
            return (null, StatusCodes.Status415UnsupportedMediaType);
        if (await RequestBody.ReadAsync(request, MaxFormBytes, request.HttpContext.RequestAborted).ConfigureAwait(false) is not { } body)
            return (null, StatusCodes.Status413PayloadTooLarge);
        foreach (var pair in new QueryStringEnumerable(Encoding.UTF8.GetString(body.Span)))
            parameters[pair.DecodeName().ToString()] = pair.DecodeValue().ToString();
        return parameters.Count <= MaxFields ? (parameters, StatusCodes.Status200OK) : (null, StatusCodes.Status400BadRequest);
    }
}
