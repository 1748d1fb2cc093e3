"""What `./run` does once the packages are there: prepare the data, start the processes, wait until they are well, end them all.

Imports no Django: this process stands beside the others all day and shall stay small.
"""
