/* Runs a fuzz target over the files of a folder, as an ordinary test: what once broke stays mended. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
    int files = 0;
    if (!dir) {
        fprintf(stderr, "usage: replay FOLDER\n");
        return 2;
    }
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        FILE *in = fopen(path, "rb");
        if (!in)
            continue;
        fseek(in, 0, SEEK_END);
        long size = ftell(in);
        rewind(in);
        uint8_t *data = malloc(size > 0 ? (size_t)size : 1); /* of exactly its size, so that reads behind it are seen */
        if (data && size >= 0 && fread(data, 1, (size_t)size, in) == (size_t)size) {
            LLVMFuzzerTestOneInput(data, (size_t)size);
            files++;
        }
        free(data);
        fclose(in);
    }
    closedir(dir);
    printf("%d files\n", files);
    return files > 0 ? 0 : 1;
}
