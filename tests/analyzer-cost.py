#!/usr/bin/env python3
"""What Companion.Analyzers adds to a compilation, beside BannedApiAnalyzers that is given the same vendors.

Three ways are run in turn, several rounds, by the compiler alone (no build server, no MSBuild):
no analyzer, Companion.Analyzers, Microsoft.CodeAnalysis.BannedApiAnalyzers.
Three figures each: the whole process by the clock and by its processor time (steadier on a busy machine), and what the
compiler's /reportanalyzer says of the analyzer.

    tests/analyzer-cost.py [--files 5000] [--rounds 5] [--no-service] [--usual] [--vendor System.Text.Json] [--project path/to/real.csproj [--property TargetFramework=net8.0]]

Needs: a Release build of analyzers/Companion.Analyzers, the packages AWSSDK.S3 and BannedApiAnalyzers in the NuGet cache.
A real project must have been restored; AWSSDK.S3 is added to its references, so that all rules run.
"""
import argparse, glob, json, os, re, resource, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = os.environ.get("NUGET_PACKAGES", os.path.expanduser("~/.nuget/packages"))


def newest(pattern):
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise SystemExit(f"nothing matches {pattern}")
    return found[-1]


def sdk():
    for line in subprocess.run(["dotnet", "--list-sdks"], capture_output=True, text=True, check=True).stdout.splitlines()[::-1]:
        version, folder = line.split(" ", 1)
        return os.path.join(folder.strip("[]"), version)


def framework():
    packs = os.path.join(os.path.dirname(os.path.dirname(sdk())), "packs")
    return glob.glob(newest(packs + "/Microsoft.NETCore.App.Ref/*/ref/net*") + "/*.dll")


def s3():
    # Several are in the cache: the pair of one generation.
    return [newest(f"{PACKAGES}/awssdk.s3/4*/lib/net8.0/AWSSDK.S3.dll"), newest(f"{PACKAGES}/awssdk.core/4*/lib/net8.0/AWSSDK.Core.dll")]


def generated(folder, count, services):
    files = []
    for i in range(count):
        client = services and i % 20 == 0
        text = f"""using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
{'using Amazon.S3;' if client else ''}

namespace Shop.Part{i % 50};

public interface IService{i} {{ Task<int> RunAsync(string id); }}

public sealed record Item{i}(string Id, int Count);

public sealed class Service{i}(IService{(i + 1) % count}? next){'' if i % 40 == 0 else f' : IService{i}'}
{{
    private readonly Dictionary<string, Item{i}> _items = new();
    {'private readonly IAmazonS3 _s3 = new AmazonS3Client();' if client else ''}

    public async Task<int> RunAsync(string id)
    {{
        if (!_items.TryGetValue(id, out var item))
            _items[id] = item = new Item{i}(id, id.Length);
        {'await _s3.DeleteObjectAsync("bucket", id);' if client else 'await Task.Yield();'}
        var total = _items.Values.Where(x => x.Count > 1).Sum(x => x.Count);
        Console.WriteLine($"{{item.Id}} at https://example.org/{{total}}");
        return next is null ? total : total + await next.RunAsync(id + "/" + total);
    }}

    public string Describe() => string.Join(", ", _items.Keys.OrderBy(k => k));
}}
""".replace(f"IService{(i + 1) % count}", f"global::Shop.Part{(i + 1) % count % 50}.IService{(i + 1) % count}")
        path = os.path.join(folder, f"Service{i}.cs")
        with open(path, "w") as f:
            f.write(text)
        files.append(path)
    return files, framework() + (s3() if services else []), []


def real(project, more):
    out = subprocess.run(["dotnet", "msbuild", project, *more, "-t:ResolveReferences;FindReferenceAssembliesForReferences",
                          "-getItem:Compile", "-getItem:ReferencePathWithRefAssemblies", "-getItem:Analyzer", "-getProperty:DefineConstants", "-getProperty:LangVersion", "-getProperty:Nullable", "-getProperty:NoWarn"], capture_output=True, text=True, check=True).stdout
    data = json.loads(out)
    told = data["Properties"]
    files = [i["FullPath"] for i in data["Items"]["Compile"]]
    references = [i["FullPath"] for i in data["Items"]["ReferencePathWithRefAssemblies"]]
    files += [f for f in glob.glob(os.path.dirname(os.path.abspath(project)) + "/obj/**/*.GlobalUsings.g.cs", recursive=True) if f not in files][:1]
    # What a source generator writes must be there for the rest to compile; its time is not counted, being the same in all ways.
    generators = [i["FullPath"] for i in data["Items"]["Analyzer"] if re.search(r"SourceGeneration\.dll$|RegularExpressions\.Generator\.dll$", i["FullPath"])]
    return files, references + s3(), ["/define:" + told["DefineConstants"], "/langversion:" + (told["LangVersion"] or "latest"), "/nullable:" + (told["Nullable"] or "disable"), "/nowarn:" + told["NoWarn"].replace(";", ","), *[f'/analyzer:"{g}"' for g in generators]]


def cpu():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def compile_once(folder, name, files, references, more):
    rsp = os.path.join(folder, name + ".rsp")
    with open(rsp, "w") as f:
        f.write("\n".join(["/target:library", "/nologo", "/langversion:latest", "/nullable:enable", "/deterministic", "/reportanalyzer", "/unsafe", "/nowarn:CS8632,CS1701,CS1702",
                           f'/out:"{folder}/{name}.dll"', *[f'/r:"{r}"' for r in references], *more, *[f'"{x}"' for x in files]]))
    start, used = time.perf_counter(), cpu()
    run = subprocess.run(["dotnet", os.path.join(sdk(), "Roslyn/bincore/csc.dll"), "@" + rsp], capture_output=True, text=True)
    whole, used = time.perf_counter() - start, cpu() - used
    if run.returncode != 0:
        raise SystemExit("does not compile: " + next((l for l in run.stdout.splitlines() if "error CS" in l), run.stdout[-500:] + run.stderr[-500:]))
    own = re.findall(r"^ *<?([\d.]+) +<?\d+ +(?:Companion\.Analyzers|Microsoft\.CodeAnalysis\.\S*BannedApiAnalyzers), Version", run.stdout, re.M)
    found = len(re.findall(r"warning (?:PD|RS0030)", run.stdout))
    return whole, used, sum(map(float, own)), found


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--files", type=int, default=5000)
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--no-service", action="store_true", help="a generated tree that references no SDK of a service")
    ask.add_argument("--usual", action="store_true", help="beside the analyzers that the SDK gives every project, as in a usual build")
    ask.add_argument("--vendor", help="an assembly with a namespace of its name, taken for one more service: a real project that uses it has findings")
    ask.add_argument("--project")
    ask.add_argument("--property", action="append", default=[], help="passed to MSBuild: TargetFramework=net8.0")
    args = ask.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        files, references, more = real(args.project, [f"-p:{p}" for p in args.property]) if args.project else generated(folder, args.files, not args.no_service)
        banned = os.path.join(folder, "BannedSymbols.txt")
        with open(banned, "w") as f:
            f.write("N:Amazon.S3\nN:Amazon.Runtime\nN:Stripe\nN:Azure.Storage.Blobs\n" + (f"N:{args.vendor}\n" if args.vendor else ""))
        more += [f'/analyzer:"{a}"' for a in glob.glob(sdk() + "/Sdks/Microsoft.NET.Sdk/analyzers/*.dll")] if args.usual else []
        extended = []
        if args.vendor:
            extended = [f'/additionalfile:"{folder}/decentralization.json"']
            with open(folder + "/decentralization.json", "w") as f:
                json.dump({"vendors": [{"id": "other", "name": args.vendor, "capability": "blob-storage", "assemblies": [args.vendor], "namespaces": [args.vendor], "clients": ["*Client", "*Serializer"]}]}, f)
        own = newest(f"{ROOT}/analyzers/Companion.Analyzers/bin/Release/netstandard2.0/Companion.Analyzers.dll")
        theirs = glob.glob(os.path.dirname(newest(f"{PACKAGES}/microsoft.codeanalysis.bannedapianalyzers/5.6.0/analyzers/dotnet/**/Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll")) + "/**/*.dll", recursive=True)
        ways = {
            "none": [],
            "Companion.Analyzers": [f'/analyzer:"{own}"', *extended],
            "BannedApiAnalyzers 5.6.0": [f'/analyzer:"{a}"' for a in theirs] + [f'/additionalfile:"{banned}"'],
        }
        results = {way: [] for way in ways}
        try:
            for number in range(args.rounds):
                for way, options in ways.items():
                    results[way].append(compile_once(folder, way.split()[0], files, references, more + options))
                    print(f"round {number + 1}: {way} {results[way][-1]}", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print("stopped; these are the rounds so far", file=sys.stderr)

        print(f"{len(files)} files, {min(len(r) for r in results.values())} rounds, medians\n")
        print("| analyzer | whole process | its processor time | analyzer's own time | findings |\n| --- | ---: | ---: | ---: | ---: |")
        for way, runs in results.items():
            print(f"| {way} | {statistics.median(r[0] for r in runs):.2f} s | {statistics.median(r[1] for r in runs):.2f} s | {statistics.median(r[2] for r in runs):.2f} s | {runs[0][3]} |")


main()
