using System.Globalization;
using Adjoint.Data;
using Adjoint.Imaging.Plots;
using Adjoint.Layers;
using Adjoint.Metrics;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Draws pictures before and after restoration, side by side, with a detail of each enlarged.</summary>
internal static class RestorationSheet
{
    /// <summary>Pictures shown, the most rows and columns shown of one, and the enlarged detail: so many pixels, so many times as large.</summary>
    private const int Pictures = 3, Largest = 320, Detail = 64, Enlargement = 4;

    private const string Input = "noisy input";

    /// <summary>Draws the sheet.</summary>
    public static Picture Draw(Model network, Model? filter, RestorationTask task, IReadOnlyList<LoadedPicture> pictures)
    {
        List<IReadOnlyList<ContactSheetTile>> rows = [];
        foreach (LoadedPicture each in pictures.Take(Pictures))
        {
            Tensor<float> noisy = task.Corrupt(network, each.Picture, each.Name), target = RestorationTask.Target(network, each.Picture);
            List<(string Name, Tensor<float> Values)> columns = [(Input, noisy)];
            if (noisy.Shape != target.Shape)
            {
                columns.Add(("its luminance", RestorationTask.Baseline(network, noisy)));
            }

            if (filter is not null)
            {
                columns.Add(("best linear filter", PictureInference.Run(filter, noisy)));
            }

            columns.Add(("network", PictureInference.Run(network, noisy)));
            columns.Add(("target", target));
            foreach ((_, Tensor<float> values) in columns)
            {
                // As a picture file would hold them, and as they are scored.
                foreach (ref float value in values.Span)
                {
                    value = Math.Clamp(value, 0, 1);
                }
            }

            (int top, int left) = BusiestPlace(target);
            rows.Add([.. columns.Select(column => new ContactSheetTile(Part(Picture.FromTensor(column.Values), top, left), Caption(column.Name, column.Values, target)))]);
            rows.Add([.. columns.Select(column => new ContactSheetTile(Enlarged(Picture.FromTensor(column.Values), top, left), column.Name == Input ? $"a detail, {Enlargement} times as large" : ""))]);
        }

        return ContactSheet.Draw(rows);
    }

    private static string Caption(string name, Tensor<float> values, Tensor<float> target) => values.Shape != target.Shape || values == target
        ? name
        : string.Create(CultureInfo.InvariantCulture, $"{name} {PeakSignalToNoiseRatio.Compute(values, target):F1} dB");

    /// <summary>A part of the picture, at most the largest size, around the detail.</summary>
    private static Picture Part(Picture picture, int top, int left)
    {
        int height = Math.Min(picture.Height, Largest), width = Math.Min(picture.Width, Largest);
        return ContactSheet.Enlarge(
            picture,
            Math.Clamp(top + (Detail / 2) - (height / 2), 0, picture.Height - height),
            Math.Clamp(left + (Detail / 2) - (width / 2), 0, picture.Width - width),
            height,
            width,
            1);
    }

    private static Picture Enlarged(Picture picture, int top, int left) => ContactSheet.Enlarge(
        picture, top, left, Math.Min(Detail, picture.Height), Math.Min(Detail, picture.Width), Enlargement);

    /// <summary>Where the target varies most, on a grid of half details: there a restoration shows what it can do.</summary>
    private static (int Top, int Left) BusiestPlace(Tensor<float> target)
    {
        (int height, int width, int channels) = (target.Shape[0], target.Shape[1], target.Shape[2]);
        (int Top, int Left) best = (0, 0);
        double most = -1;
        for (int top = 0; top + Detail <= height; top += Detail / 2)
        {
            for (int left = 0; left + Detail <= width; left += Detail / 2)
            {
                double sum = 0, squares = 0;
                for (int y = top; y < top + Detail; y++)
                {
                    foreach (float value in target.Span.Slice(((y * width) + left) * channels, Detail * channels))
                    {
                        sum += value;
                        squares += value * value;
                    }
                }

                double variance = squares - (sum * sum / (Detail * Detail * channels));
                if (variance > most)
                {
                    (best, most) = ((top, left), variance);
                }
            }
        }

        return best;
    }
}
