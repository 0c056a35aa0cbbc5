using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Imaging;

namespace Adjoint.Cli.Recipes;

/// <summary>A picture in memory with the name by which it is known.</summary>
internal sealed record LoadedPicture(string Name, Picture Picture);

/// <summary>Pictures to train on, to choose by and to report on; no picture is in two of them.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on; may be empty.</param>
/// <param name="Description">Where they come from, the same for the same pictures: a checkpoint compares it.</param>
internal sealed record PictureSets(
    IReadOnlyList<LoadedPicture> Train, IReadOnlyList<LoadedPicture> Validation, IReadOnlyList<LoadedPicture> Test, string Description)
{
    /// <summary>The parts of a folder that are held back for validation and for the test.</summary>
    private const double HeldBack = 0.1;

    /// <summary>Reads the folders that the user names; makes dead-leaves pictures where none is named.</summary>
    /// <param name="settings">What the user asked for.</param>
    /// <param name="generated">What to make.</param>
    /// <param name="smallest">The least height and width of a picture.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    public static PictureSets Load(TrainingRequest settings, GeneratedPictures generated, int smallest, CancellationToken cancellation)
    {
        LoadedPicture[]? validation = settings.Validate is string folder ? Read(folder, smallest, settings.Threads, cancellation) : null;
        PictureSets sets = settings.Data is string data
            ? Split(Read(data, smallest, settings.Threads, cancellation), data, settings.Seed, validation is null)
            : Generate(generated, settings, cancellation);
        return validation is null ? sets : sets with { Validation = validation, Description = $"{sets.Description}; validation: {Describe(validation)}" };
    }

    private static PictureSets Generate(GeneratedPictures wanted, TrainingRequest settings, CancellationToken cancellation)
    {
        int count = wanted.Train + wanted.Validation + wanted.Test;
        LoadedPicture[] pictures = WorkProgress.Run($"making {count} dead-leaves pictures of {wanted.Size}×{wanted.Size}", progress =>
        {
            DeadLeaves leaves = new(settings.Seed);
            return ForEach(count, Make, settings.Threads, progress, cancellation);

            LoadedPicture Make(int index) =>
                new(string.Create(CultureInfo.InvariantCulture, $"dead leaves {index}"), leaves.Create(index, wanted.Size, wanted.Size));
        });
        return new PictureSets(
            pictures[..wanted.Train],
            pictures[wanted.Train..^wanted.Test],
            pictures[^wanted.Test..],
            string.Create(CultureInfo.InvariantCulture, $"{wanted.Train} dead-leaves pictures of {wanted.Size}×{wanted.Size}, seed {settings.Seed}"));
    }

    private static LoadedPicture[] Read(string folder, int smallest, int? threads, CancellationToken cancellation)
    {
        IReadOnlyList<string> paths = PictureFolder.Enumerate(folder);
        return WorkProgress.Run($"reading {paths.Count} pictures of {folder}", progress => ForEach(paths.Count, Load, threads, progress, cancellation));

        LoadedPicture Load(int index)
        {
            Picture picture = PictureFile.Read(paths[index]);
            return picture.Height >= smallest && picture.Width >= smallest
                ? new LoadedPicture(Path.GetFileName(paths[index]), picture)
                : throw CommandException.Failed(
                    $"{paths[index]}: a picture of {picture.Height}×{picture.Width} is too small for crops of {smallest}×{smallest}; take it out of the folder.");
        }
    }

    private static PictureSets Split(LoadedPicture[] pictures, string folder, long seed, bool withValidation)
    {
        string description = Describe(pictures);
        if (!withValidation)
        {
            return new PictureSets(pictures, [], [], description);
        }

        if (pictures.Length < 2)
        {
            throw CommandException.Failed($"{folder}: one picture cannot be split into training and validation; add pictures, or name others with --validate.");
        }

        double share = Math.Max(HeldBack, 1.0 / pictures.Length);
        DataSplit split = DataSplit.Random(pictures.Length, share, pictures.Length > 2 ? share : 0, seed);
        return new PictureSets(
            DataSplit.Select(pictures, split.Train), DataSplit.Select(pictures, split.Validation), DataSplit.Select(pictures, split.Test), description);
    }

    private static LoadedPicture[] ForEach(
        int count, Func<int, LoadedPicture> make, int? threads, IProgress<double> progress, CancellationToken cancellation)
    {
        LoadedPicture[] pictures = new LoadedPicture[count];
        Exception?[] failures = new Exception?[count];
        int finished = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, count, options, (index, loop) =>
        {
            try
            {
                pictures[index] = make(index);
                progress.Report((double)Interlocked.Increment(ref finished) / count);
            }
#pragma warning disable CA1031 // It is thrown again below.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                // Those before it are still tried, so that the failure of the first is reported, whichever thread was faster.
                failures[index] = failure;
                loop.Break();
            }
        });
        if (failures.FirstOrDefault(failure => failure is not null) is Exception first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return pictures;
    }

    // Names and sizes, so that a checkpoint notices that the folder is another one.
    private static string Describe(LoadedPicture[] pictures)
    {
        StringBuilder list = new();
        foreach (LoadedPicture each in pictures)
        {
            list.Append(CultureInfo.InvariantCulture, $"{each.Name} {each.Picture.Height}×{each.Picture.Width}×{each.Picture.Channels}\n");
        }

        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString()));
        return string.Create(CultureInfo.InvariantCulture, $"{pictures.Length} pictures (list {Convert.ToHexStringLower(hash.AsSpan(0, 6))})");
    }
}
