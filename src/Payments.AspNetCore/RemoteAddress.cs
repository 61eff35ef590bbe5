using System.Net;
using Microsoft.AspNetCore.Http;

namespace Payments.AspNetCore;

/// <summary>Where a request came from, as the audit log names it: an IPv4 address that came as IPv6 is written as the IPv4 address.</summary>
internal static class RemoteAddress
{
    internal static string? Of(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? Plain(address).ToString() : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
